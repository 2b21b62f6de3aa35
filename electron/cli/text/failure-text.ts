import type { ErrorDetail } from '../../contract/errors.ts'

/** `where: what is true. what to do.`, as one line; compilers and editors know the form. */
export function problemLine({ at, happened, remedy }: ErrorDetail, severity?: 'warning'): string {
  const place = at === undefined ? '' : `${at}: `
  return `${place}${severity === undefined ? '' : `${severity}: `}${happened} ${remedy}`.trim()
}

/** A failure with the last lines that a tool printed, if there are any. */
export function failureText(detail: ErrorDetail): string {
  const output = detail.output === undefined ? '' : `\n${indent(detail.output.trimEnd(), '  | ')}`
  return `drydock: ${problemLine(detail)}${output}\n`
}

export const indent = (text: string, by: string): string =>
  text
    .split('\n')
    .map((line) => `${by}${line}`.trimEnd())
    .join('\n')
