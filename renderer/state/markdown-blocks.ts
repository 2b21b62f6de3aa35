/** A fenced block of a Markdown text: its language word, what is in it, and the line on which it opens (from 1). */
export interface FencedBlock {
  readonly language: string
  readonly text: string
  readonly line: number
}

const OPENING = /^(\s*(?:[-*+>]\s+|\d+[.)]\s+)*)(`{3,}|~{3,})\s*([^\s`]*)[^`]*$/

/** The fenced blocks in order, also those inside lists and quotes. An unclosed fence runs to the end. */
export function fencedBlocks(markdown: string): readonly FencedBlock[] {
  const blocks: FencedBlock[] = []
  let open: { indent: number; fence: string; language: string; line: number; lines: string[] } | null = null
  for (const [index, line] of markdown.split(/\r?\n/).entries()) {
    if (open === null) {
      const [, lead, fence, language] = OPENING.exec(line) ?? []
      if (lead === undefined || fence === undefined) continue
      open = { indent: lead.length, fence, language: language ?? '', line: index + 1, lines: [] }
    } else if (closes(line, open.fence)) {
      blocks.push({ language: open.language, text: open.lines.join('\n'), line: open.line })
      open = null
    } else {
      open.lines.push(withoutIndent(line, open.indent))
    }
  }
  if (open !== null) blocks.push({ language: open.language, text: open.lines.join('\n'), line: open.line })
  return blocks
}

/** Blocks that get a Run button. */
export const isRunnable = (language: string): boolean => language === 'sh'

export const runnableBlocks = (markdown: string): readonly FencedBlock[] =>
  fencedBlocks(markdown).filter((block) => isRunnable(block.language))

function closes(line: string, fence: string): boolean {
  const bare = line.trim().replace(/^(?:>\s*)+/, '')
  return bare.length >= fence.length && [...bare].every((character) => character === fence[0])
}

function withoutIndent(line: string, indent: number): string {
  const lead = line.slice(0, indent)
  return /^[\s>]*$/.test(lead) ? line.slice(indent) : line
}
