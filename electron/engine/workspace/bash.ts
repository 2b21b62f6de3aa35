/**
 * Text of a bash script inside TypeScript, so that a bundled engine carries it: `\${x}` and `` \` `` are bash's,
 * every other backslash stays as it is, `${x}` is put in by TypeScript.
 */
export function bash(strings: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  const own = strings.raw.map((text) => text.replaceAll('\\${', '${').replaceAll('\\`', '`'))
  return own.reduce((script, text, index) => `${script}${values[index - 1]}${text}`)
}
