/** Rules for the Markdown of a step. */

import type { Place } from '../problem.ts'
import { quote } from '../words.ts'
import type { RuleContext } from './context.ts'

/** Names of shells that authors write when they mean a block with a Run button. */
const OTHER_SHELLS = ['bash', 'shell', 'zsh', 'terminal']

export function instructionRules(instructions: Place, context: RuleContext): void {
  if (instructions.text === undefined) return
  fenceRules(instructions.text, instructions, context)
  for (const [image] of instructions.text.matchAll(/!\[[^\]\n]*\]\(\s*<?(https?:)?\/\/[^)\n]*\)?/gi)) {
    context.problems.error(
      instructions.path,
      'A picture comes from the network, where a lab must not go.',
      'Put it into files/, or describe it.',
      { within: image },
    )
  }
  for (const [link] of instructions.text.matchAll(/\]\(\s*<?(javascript|data|vbscript|file):[^)\n]*\)?/gi)) {
    context.problems.error(
      instructions.path,
      'A link does something else than open a page.',
      'Use an https:// address.',
      { within: link },
    )
  }
}

function fenceRules(text: string, { path }: Place, { problems }: RuleContext): void {
  let open: { readonly fence: string; readonly line: string } | undefined
  for (const line of text.split('\n')) {
    const [, fence, info = ''] = /^ {0,3}(`{3,}|~{3,})\s*([^\s`]*)/.exec(line) ?? []
    if (fence === undefined) continue
    if (open === undefined) {
      open = { fence, line: line.trim() }
      if (!OTHER_SHELLS.includes(info.toLowerCase())) continue
      problems.warn(
        path,
        `A block is fenced as ${quote(info)}, which gets no Run button.`,
        'Write sh, or console for output.',
        { within: open.line },
      )
    } else if (info === '' && fence.startsWith(open.fence)) open = undefined
  }
  if (open !== undefined)
    problems.error(path, 'A fenced block is never closed.', `Close it with ${open.fence}.`, { within: open.line })
}
