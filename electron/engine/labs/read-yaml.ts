/**
 * Lab text to plain values that remember where they stood. Only the plain part of YAML is allowed: no anchors, aliases,
 * tags, merge keys or several documents, so that what an author sees is what there is, and nothing can be blown up.
 */

import { isMap, isPair, isScalar, isSeq, parseDocument } from 'yaml'
import type { Node, Pair, YAMLError } from 'yaml'
import { explainSyntax } from './explain-syntax.ts'
import { Problems } from './problem.ts'
import type { Path, Problem } from './problem.ts'
import { scanTokens, startOfToken } from './scan-tokens.ts'
import type { Located } from './scan-tokens.ts'
import { quote } from './words.ts'

/** How deep lists and mappings may lie in each other. A real lab needs about 15. */
export const MAX_DEPTH = 40
/** So many syntax errors are enough to see what is wrong. */
const MAX_SYNTAX_PROBLEMS = 20

/** Names that mean something to JavaScript itself. */
const PROTOTYPE_KEYS = new Set(['__proto__', 'constructor', 'prototype'])

export interface YamlText {
  /** Undefined when the text could not be read as YAML at all. */
  readonly value: unknown
  readonly problems: readonly Problem[]
  /** Problems that have a place in the text but no path, because there is no tree. */
  readonly located: readonly Located[]
  /** Offset in the text at which a problem is to be shown. */
  offsetOf(problem: Pick<Problem, 'path' | 'on' | 'within'>): number
}

interface Span {
  readonly key?: number
  readonly start: number
  readonly end: number
}

export function readYaml(text: string): YamlText {
  const refused = scanTokens(text)
  if (refused.length > 0) return withoutTree(refused)
  // `uniqueKeys` compares every key with every other: 90,000 keys take a minute. Duplicates are found below instead.
  const document = parseDocument(text, { version: '1.2', uniqueKeys: false, prettyErrors: false, strict: true })
  if (document.errors.length > 0) return withoutTree(syntaxProblems(text, document.errors))
  const reader = new TreeReader()
  const value = document.contents === null ? undefined : reader.read(document.contents, [], 0)
  return {
    value,
    problems: reader.problems.all,
    located: [],
    offsetOf: (problem) => findOffset(text, reader.spans, problem),
  }
}

const withoutTree = (located: readonly Located[]): YamlText => ({
  value: undefined,
  problems: [],
  located,
  offsetOf: () => 0,
})

/**
 * One problem a line, and one word that is out of place: what follows is mostly the same mistake seen again. A quote
 * that is not closed is shown where it was opened, not where the file ends.
 */
function syntaxProblems(text: string, errors: readonly YAMLError[]): Located[] {
  const seen = new Set<number | string>()
  const found: Located[] = []
  for (const error of errors) {
    const line = text.slice(0, error.pos[0]).split('\n').length
    const key = error.code === 'UNEXPECTED_TOKEN' ? 'unexpected' : line
    if (seen.has(line) || seen.has(key)) continue
    seen.add(line).add(key)
    if (found.length === MAX_SYNTAX_PROBLEMS) break
    const offset = error.message.endsWith('quote') ? startOfToken(text, error.pos[0]) : error.pos[0]
    found.push({ offset, ...explainSyntax(text, error) })
  }
  return found
}

class TreeReader {
  readonly problems = new Problems()
  readonly spans = new Map<string, Span>()

  read(node: unknown, path: Path, depth: number, key?: number): unknown {
    const range = (node as Node | null)?.range
    const start = range?.[0] ?? key ?? 0
    this.spans.set(JSON.stringify(path), { ...(key === undefined ? {} : { key }), start, end: range?.[1] ?? start })
    if (depth > MAX_DEPTH) {
      this.problems.error(
        path,
        `This lies more than ${MAX_DEPTH} levels deep.`,
        'A lab never needs that; make it flatter.',
      )
      return null
    }
    if (isMap(node)) return this.#mapping(node.items, path, depth)
    if (isSeq(node)) return node.items.map((item, index) => this.read(item, [...path, index], depth + 1))
    return isScalar(node) ? node.value : null
  }

  #mapping(items: readonly unknown[], path: Path, depth: number): Record<string, unknown> {
    const fields: Record<string, unknown> = {}
    for (const pair of items) {
      if (!isPair(pair)) continue
      const key = this.#key(pair, path)
      if (key === undefined) continue
      const at = (pair.key as Node).range?.[0] ?? 0
      const value = this.read(pair.value, [...path, key], depth + 1, at)
      if (Object.hasOwn(fields, key)) this.#duplicate([...path, key])
      else fields[key] = value
    }
    return fields
  }

  #key(pair: Pair, path: Path): string | undefined {
    const { key } = pair
    const at = (key as Node | null)?.range?.[0]
    if (!isScalar(key) || typeof key.value !== 'string') {
      const shown = isScalar(key) && key.value !== null ? JSON.stringify(key.value) : undefined
      const remedy = shown === undefined ? 'Write it as a word.' : `Write it in quotes: '${shown}'.`
      this.#badKey(path, at, 'A key must be text.', remedy)
      return undefined
    }
    if (PROTOTYPE_KEYS.has(key.value)) {
      this.#badKey(path, at, `The key ${quote(key.value)} is not allowed.`, 'Remove it; it has no meaning in a lab.')
      return undefined
    }
    return key.value
  }

  #duplicate(path: Path): void {
    const name = quote(String(path.at(-1)))
    this.problems.error(path, `The key ${name} is there twice.`, 'Keep one of them.', { on: 'key' })
  }

  /** A key that is not kept gets a path of its own, so that the message can still point at it. */
  #badKey(path: Path, at: number | undefined, happened: string, remedy: string): void {
    const own = [...path, `\u0000key ${at ?? 0}`]
    this.spans.set(JSON.stringify(own), { start: at ?? 0, end: at ?? 0 })
    this.problems.error(own, happened, remedy)
  }
}

/** The place of a value; of what is not there, the place of the mapping that should hold it. */
function findOffset(
  text: string,
  spans: ReadonlyMap<string, Span>,
  problem: Pick<Problem, 'path' | 'on' | 'within'>,
): number {
  for (let length = problem.path.length; length >= 0; length--) {
    const span = spans.get(JSON.stringify(problem.path.slice(0, length)))
    if (span === undefined) continue
    if (problem.on === 'key' && length === problem.path.length && span.key !== undefined) return span.key
    if (problem.within === undefined) return span.start
    const inside = text.slice(span.start, span.end).indexOf(problem.within)
    return inside < 0 ? span.start : span.start + inside
  }
  return 0
}
