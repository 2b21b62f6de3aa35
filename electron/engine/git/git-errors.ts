/** Failures of repositories and pull requests that people meet. */

import { DrydockError } from '../../contract/errors.ts'

export function noSuch(what: string, remedy: string): DrydockError {
  return new DrydockError({ code: 'not-found', happened: `There is no ${what}.`, remedy })
}

export const refusal = (happened: string, remedy: string): DrydockError =>
  new DrydockError({ code: 'refused', happened, remedy })

export function mergeConflict(what: string, paths: readonly string[], remedy: string): DrydockError {
  const happened = `${what} conflicts in ${paths.join(', ')}.`
  return new DrydockError({ code: 'merge-conflict', happened, remedy, output: paths.join('\n') })
}
