import { toWire, DrydockError, type ErrorDetail, type WireError } from '../../contract/errors.ts'
import type { ProcessEnd } from './controller-process.ts'
import type { FluxControllerName } from './controllers.ts'
import type { ControllerPod } from './wanted-controller.ts'

/** It is wanted, but something that it needs is not there yet. */
export const notYet = (reason: string): ErrorDetail => ({
  code: 'not-found',
  happened: reason,
  remedy: 'Wait a moment; it starts by itself as soon as that is there.',
})

/** Its process could not be made. */
export function cannotStart(name: FluxControllerName, error: unknown): WireError {
  if (error instanceof DrydockError) return error.detail
  return {
    code: 'cluster-failed',
    happened: `${name} cannot be started: ${toWire(error).happened}`,
    remedy: 'It is tried again by itself. If it goes on, install Flux again or go back to an earlier step.',
  }
}

/** Its process is gone, and is started again. */
export const endedAgain = (name: FluxControllerName, end: ProcessEnd): ErrorDetail => ({
  code: 'cluster-failed',
  happened: `${name} ${ending(end)} and is being started again.`,
  remedy: 'Wait a moment; Flux goes on where it was.',
  ...output(end),
})

/** It does not stay alive, however often it is started. */
export const gaveUp = (
  name: FluxControllerName,
  { namespace }: ControllerPod,
  times: number,
  end: ProcessEnd,
): ErrorDetail => ({
  code: 'cluster-failed',
  at: `deployment/${name} in ${namespace}`,
  happened: `${name} ended ${times} times in a short time and was given up; the last time it ${ending(end)}.`,
  remedy: `Its last output says why. Put right what it names, then run \`kubectl -n ${namespace} rollout restart deployment ${name}\`.`,
  ...output(end),
})

function ending({ exitCode, signal, error }: ProcessEnd): string {
  if (error !== undefined) return `could not be started (${error.message})`
  return signal === null ? `ended with exit code ${exitCode}` : `was ended by ${signal}`
}

const output = ({ output: text }: ProcessEnd): { output?: string } => (text === '' ? {} : { output: text })
