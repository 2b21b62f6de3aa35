import { DrydockError } from '../../electron/contract/errors.ts'

const FULL = new Set(['ENOSPC', 'EDQUOT'])
const READ_ONLY = new Set(['EROFS', 'EACCES', 'EPERM', 'ENOTDIR'])

/** Says which folder is full or cannot be written; hands any other error back as it is. */
export function explainDiskError(error: unknown, folder: string): unknown {
  const code = codeOf(error)
  if (code !== undefined && FULL.has(code)) return diskFull(folder, error)
  if (code !== undefined && READ_ONLY.has(code)) return diskReadOnly(folder, error)
  return error
}

/** Runs `work`; a full or read-only disk under `folder` becomes an error that names the folder. */
export async function explainingDiskErrors<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw explainDiskError(error, folder)
  }
}

export function diskFull(folder: string, cause?: unknown): DrydockError {
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

/** The system's code of an error (`ENOENT`), looked for through the chain of causes. */
export function codeOf(error: unknown): string | undefined {
  for (let link = error; link instanceof Error; link = link.cause) {
    if ('code' in link && typeof link.code === 'string') return link.code
  }
  return undefined
}
