import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { DrydockError } from '../../contract/errors.ts'

/** Writes a file that is either the old one or the new one, whole, at any moment. */
export async function writeWhole(path: string, text: string, mode: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const half = `${path}.${randomBytes(4).toString('hex')}`
  try {
    await writeFile(half, text, { mode, flush: true })
    await rename(half, path)
  } catch (error) {
    await rm(half, { force: true })
    throw error
  }
}

/** As `writeWhole`, but leaves a file alone that already says this. */
export async function writeWhenDifferent(path: string, text: string, mode: number): Promise<void> {
  const known = await readFile(path, 'utf8').catch(() => undefined)
  if (known !== text) await writeWhole(path, text, mode)
}

/** Runs work on the lab's folder; a disk that refuses becomes an error that says what to do. */
export async function onDisk<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw diskError(folder, error) ?? error
  }
}

function diskError(folder: string, error: unknown): DrydockError | undefined {
  const code = (error as NodeJS.ErrnoException | undefined)?.code
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    const happened = `The disk is full; the lab's folder ${folder} could not be written.`
    return new DrydockError({ code: 'disk-full', happened, remedy: 'Make room on it and try again.' }, { cause: error })
  }
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') {
    const happened = `The lab's folder ${folder} cannot be written (${code}).`
    const remedy = 'Make it writable for you, or start Drydock with DRYDOCK_DATA set to a folder that is.'
    return new DrydockError({ code: 'disk-read-only', happened, remedy }, { cause: error })
  }
  return undefined
}
