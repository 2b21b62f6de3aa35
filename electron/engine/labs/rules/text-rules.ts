/** Rules for every text in the file: signs that hide something, and variables. */

import { isMapping } from '../problem.ts'
import type { Path, Place } from '../problem.ts'
import { escapeCharacter, quote, suggest } from '../words.ts'
import type { RuleContext } from './context.ts'

/** Control characters, and signs that turn the direction of text around so that it reads as something else. */
const HIDDEN = /(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/u
const REFERENCE = /\$\$\{|\$\{([^}\n]*)\}?/g

export function textRules(root: Place, context: RuleContext): void {
  const spec = root.get('spec')
  const declared = spec.get('variables').items.flatMap((variable) => variable.get('name').text ?? [])
  const used = new Set<string>()
  eachText(root.value, [], (text, path) => {
    refuseHidden(text, path, context)
    if (path[0] === 'spec' && path[1] === 'variables') return
    for (const name of references(text, path, declared, context)) used.add(name)
  })
  for (const variable of spec.get('variables').items) {
    const name = variable.get('name')
    if (name.text === undefined || used.has(name.text)) continue
    context.problems.warn(
      name.path,
      `The variable ${quote(name.text)} is never used.`,
      `Use it as \${${name.text}} or remove it.`,
    )
  }
}

function refuseHidden(text: string, path: Path, { problems }: RuleContext): void {
  const hidden = HIDDEN.exec(text)?.[0]
  if (hidden === undefined) return
  problems.error(
    path,
    `There is a hidden sign in this text: ${escapeCharacter(hidden)}.`,
    'Remove it; what is shown must be what is run.',
  )
}

function references(text: string, path: Path, declared: readonly string[], { problems }: RuleContext): string[] {
  const names: string[] = []
  const seen = new Set<string>()
  for (const [whole, name] of text.matchAll(REFERENCE)) {
    if (seen.has(whole)) continue
    seen.add(whole)
    if (name === undefined || declared.includes(name)) names.push(name ?? '')
    else reportUnknown(whole, name)
  }
  return names

  function reportUnknown(whole: string, name: string): void {
    if (!whole.endsWith('}')) {
      problems.error(path, `${quote(whole)} is not closed.`, 'Write a }. For a plain ${ write $${.', { within: whole })
      return
    }
    const plain = `For a plain ${whole} write $${whole}.`
    if (/^[a-zA-Z0-9]+$/.test(name)) {
      const remedy = declared.length === 0 ? plain : `${suggest(name, declared, 'Variables')} ${plain}`
      problems.error(path, `There is no variable ${quote(name)}.`, remedy, { within: whole })
    } else {
      problems.error(path, `${quote(whole)} is not a variable.`, plain, { within: whole })
    }
  }
}

/** Calls back for every text, keys too, with the path of its place. */
function eachText(value: unknown, path: Path, visit: (text: string, path: Path) => void): void {
  if (typeof value === 'string') visit(value, path)
  if (Array.isArray(value)) for (const [index, item] of value.entries()) eachText(item, [...path, index], visit)
  if (!isMapping(value)) return
  for (const [key, item] of Object.entries(value)) {
    visit(key, [...path, key])
    eachText(item, [...path, key], visit)
  }
}
