import type { DiffHunk } from '../../electron/contract/git.ts'

/** The first lines of a file's changes, and how many are left out. */
export function firstLines(
  hunks: readonly DiffHunk[],
  most: number,
): { readonly hunks: readonly DiffHunk[]; readonly left: number } {
  let room = most
  let left = 0
  const shown = hunks.flatMap((hunk): DiffHunk[] => {
    const lines = hunk.lines.slice(0, Math.max(0, room))
    room -= hunk.lines.length
    left += hunk.lines.length - lines.length
    return lines.length === 0 ? [] : [{ ...hunk, lines }]
  })
  return { hunks: shown, left }
}
