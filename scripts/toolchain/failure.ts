import { DrydockError } from '../../electron/contract/errors.ts'
import { explainDiskError } from './disk-error.ts'

/** What the user is told when getting tools ends early: that they cancelled it, which folder is at fault, or the error itself. */
export function explainFailure(error: unknown, folder: string, signal: AbortSignal | undefined): unknown {
  if (error instanceof DrydockError) return error
  return signal?.aborted === true ? cancelled(error) : explainDiskError(error, folder)
}

function cancelled(cause: unknown): DrydockError {
  const happened = 'Getting the tools was cancelled.'
  return new DrydockError(
    { code: 'cancelled', happened, remedy: 'Start it again; it goes on where it was.' },
    { cause },
  )
}
