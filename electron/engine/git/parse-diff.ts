/** What `git diff` prints, as values. */

import type { DiffHunk, DiffLine, FileDiff } from '../../contract/git.ts'

/** A file with more changed and surrounding lines than this is not shown line by line. */
const MAX_LINES = 3000

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }
type Draft = Mutable<FileDiff> & { hunks: Hunk[] }
interface Hunk extends DiffHunk {
  readonly lines: DiffLine[]
}

export function parseDiff(text: string): readonly FileDiff[] {
  const sections = text.split(/^(?=diff --git )/m).filter((section) => section.startsWith('diff --git '))
  return sections.map(parseFile)
}

function parseFile(section: string): FileDiff {
  const lines = section.replace(/\n$/, '').split('\n')
  const start = lines.findIndex((line) => line.startsWith('@@ '))
  const head = start === -1 ? lines : lines.slice(0, start)
  const body = start === -1 ? [] : lines.slice(start)
  const file = parseHead(head)
  if (body.length > MAX_LINES) return { ...file, opaque: true }
  return { ...file, hunks: parseHunks(body) }
}

function parseHead(head: readonly string[]): Draft {
  const value = (start: string): string | undefined => head.find((line) => line.startsWith(start))?.slice(start.length)
  const named = (start: string): string | undefined => {
    const found = value(start)
    return found === undefined ? undefined : unquote(found.replace(/\t$/, ''))
  }
  const [before, after] = [named('rename from '), named('rename to ')]
  const side = (start: string): string | undefined => {
    const name = named(start)
    return name === undefined || name === '/dev/null' ? undefined : name.slice(2)
  }
  const path = after ?? side('+++ ') ?? side('--- ') ?? pathOfBoth(head[0] ?? '')
  const opaque = head.some((line) => line.startsWith('Binary files ') || line.startsWith('GIT binary patch'))
  const change = before !== undefined ? 'renamed' : kindOf(head)
  return { path, change, opaque, hunks: [], ...(before === undefined ? {} : { previousPath: before }) }
}

function kindOf(head: readonly string[]): FileDiff['change'] {
  if (head.some((line) => line.startsWith('new file mode'))) return 'added'
  return head.some((line) => line.startsWith('deleted file mode')) ? 'removed' : 'changed'
}

/** `diff --git a/PATH b/PATH`, where both are the same: of empty, binary and mode-only changes. */
function pathOfBoth(line: string): string {
  const both = line.slice('diff --git '.length)
  if (both.startsWith('"')) return unquote(both.slice(0, (both.length - 1) / 2)).slice(2)
  return both.slice(2, (both.length - 1) / 2)
}

function parseHunks(body: readonly string[]): DiffHunk[] {
  const hunks: Hunk[] = []
  let [before, after] = [0, 0]
  for (const line of body) {
    const [, oldStart, newStart] = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line) ?? []
    if (oldStart !== undefined && newStart !== undefined) {
      ;[before, after] = [Number(oldStart), Number(newStart)]
      hunks.push({ header: line, lines: [] })
      continue
    }
    const lines = hunks.at(-1)?.lines
    const text = line.slice(1)
    if (line.startsWith('+')) lines?.push({ kind: 'added', text, after: after++ })
    else if (line.startsWith('-')) lines?.push({ kind: 'removed', text, before: before++ })
    else if (line.startsWith(' ')) lines?.push({ kind: 'same', text, before: before++, after: after++ })
  }
  return hunks
}

const ESCAPES: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, '"': 34, '\\': 92 }

/** Git puts names with unusual characters in quotes, byte by byte. */
function unquote(name: string): string {
  if (!name.startsWith('"') || !name.endsWith('"')) return name
  const bytes: number[] = []
  for (const [, octal, escape, plain = ''] of name.slice(1, -1).matchAll(/\\([0-7]{3})|\\(.)|([^\\]+)/gu)) {
    if (octal !== undefined) bytes.push(Number.parseInt(octal, 8))
    else if (escape !== undefined) bytes.push(ESCAPES[escape] ?? escape.charCodeAt(0))
    else bytes.push(...Buffer.from(plain))
  }
  return Buffer.from(bytes).toString('utf8')
}
