/** Which of several words somebody probably meant. */

/** The word of `known` that is nearest to `word`; undefined when none is near enough to be meant. */
export function nearestWord(word: string, known: Iterable<string>): string | undefined {
  let nearest: string | undefined
  let fewest = Math.floor(word.length / 3) + 1
  for (const candidate of known) {
    const edits = editDistance(word.toLowerCase(), candidate.toLowerCase(), fewest)
    if (edits < fewest) [nearest, fewest] = [candidate, edits]
  }
  return nearest
}

/** Letters to add, drop or change to make `a` of `b`; `limit` when it is that many or more. */
export function editDistance(a: string, b: string, limit = Infinity): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [row, letter] of [...a].entries()) {
    const current = [row + 1]
    for (const [column, other] of [...b].entries()) {
      const change = at(previous, column) + (letter === other ? 0 : 1)
      current.push(Math.min(change, at(previous, column + 1) + 1, at(current, column) + 1))
    }
    previous = current
  }
  return Math.min(previous.at(-1) ?? 0, limit)
}

const at = (row: readonly number[], column: number): number => row[column] ?? Infinity
