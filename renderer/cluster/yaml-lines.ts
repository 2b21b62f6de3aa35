/** A line of YAML in three parts: indentation and dashes, the key with its colon, and the rest. */
export interface YamlLine {
  readonly lead: string
  readonly key: string
  readonly rest: string
}

const KEY = /^(\s*(?:- )*)((?:"[^"]*"|'[^']*'|[^\s'"#:-][^:#]*):)(?=\s|$)(.*)$/
const BLOCK = /:\s+[|>][+-]?\d?$/

/** Splits for colouring. Text inside `|` and `>` blocks has no keys. */
export function yamlLines(yaml: string): readonly YamlLine[] {
  let blockIndent: number | null = null
  return yaml
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => {
      const indent = line.length - line.trimStart().length
      if (blockIndent !== null && (line.trim() === '' || indent > blockIndent)) return { lead: '', key: '', rest: line }
      blockIndent = BLOCK.test(line) ? indent : null
      const [, lead, key, rest] = KEY.exec(line) ?? []
      return key === undefined ? { lead: '', key: '', rest: line } : { lead: lead ?? '', key, rest: rest ?? '' }
    })
}
