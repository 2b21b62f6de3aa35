import { DrydockError } from '../contract/errors.ts'

/** What a failed write into the data folder means to a person. */
export function dataFolderError(path: string, cause: unknown): DrydockError {
  const text = cause instanceof Error ? cause.message : String(cause)
  if (/ENOSPC|disk is full/i.test(text)) {
    return new DrydockError(
      {
        code: 'disk-full',
        at: path,
        happened: 'The disk is full.',
        remedy: 'Free some space, then start Drydock again.',
      },
      { cause },
    )
  }
  return new DrydockError(
    {
      code: 'disk-read-only',
      at: path,
      happened: `Drydock cannot write here: ${text}.`,
      remedy: 'Make the folder writable, or choose another one with --data or DRYDOCK_DATA.',
    },
    { cause },
  )
}
