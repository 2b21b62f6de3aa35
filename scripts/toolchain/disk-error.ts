import { DrydockError } from '../../electron/contract/errors.ts'

const FULL = new Set(['ENOSPC', 'EDQUOT'])
const READ_ONLY = new Set(['EROFS', 'EACCES', 'EPERM', 'ENOTDIR'])

/** For programs that we run: they say it in words, and only we know which folder is ours. */
export class DiskFull extends Error {
  readonly code = 'ENOSPC'
}

/** Says which folder is full or cannot be written; hands any other error back as it is. */
export function explainDiskError(error: unknown, folder: string): unknown {
  const code = codeOf(error)
  if (code !== undefined && FULL.has(code)) return diskFull(folder, error)
  if (code !== undefined && READ_ONLY.has(code)) return diskReadOnly(folder, error)
  return error
}

function diskFull(folder: string, cause: unknown): DrydockError {
  const happened = 'The disk that holds the tool cache is full.'
  const remedy =
    'Free at least 8 GB there (Go keeps its own caches too), or set DRYDOCK_CACHE to another folder; then try again.'
  return new DrydockError({ code: 'disk-full', at: folder, happened, remedy }, { cause })
}

function diskReadOnly(folder: string, cause: unknown): DrydockError {
  const happened = `The tool cache cannot be written (${codeOf(cause) ?? 'no permission'}).`
  const remedy = 'Make the folder writable for this user, or set DRYDOCK_CACHE to another folder; then try again.'
  return new DrydockError({ code: 'disk-read-only', at: folder, happened, remedy }, { cause })
}

/** True when the disk is at fault, not what was to be written to it. */
export function isDiskError(error: unknown): boolean {
  const code = codeOf(error)
  return code !== undefined && (FULL.has(code) || READ_ONLY.has(code))
}

/** The system's code of an error (`ENOENT`), looked for through the chain of causes. */
export function codeOf(error: unknown): string | undefined {
  for (let link = error; link instanceof Error; link = link.cause) {
    if ('code' in link && typeof link.code === 'string') return link.code
  }
  return undefined
}
