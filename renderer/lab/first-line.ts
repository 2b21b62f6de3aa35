/** A block of commands by its first line; ` …` when there are more. */
export function firstLine(text: string): string {
  const [line = '', ...more] = text.split('\n')
  return more.length === 0 ? line : `${line} …`
}
