import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { onDisk, writeWhenDifferent, writeWhole } from '../../../electron/engine/workspace/files.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drydock-files-'))
})
afterEach(async () => await rm(folder, { recursive: true }))

describe('a file that is written whole', () => {
  it('has its text and mode, in a folder made for it, with nothing beside it', async () => {
    const path = join(folder, 'deep', 'file')
    await writeWhole(path, 'one', 0o600)
    await writeWhole(path, 'two', 0o600)
    const mode = (await stat(path)).mode & 0o777
    expect([await readFile(path, 'utf8'), mode, await readdir(join(folder, 'deep'))]).toEqual(['two', 0o600, ['file']])
  })

  it('leaves nothing behind when it cannot be put in place', async () => {
    await writeWhole(join(folder, 'taken', 'inside'), '', 0o600)
    await expect(writeWhole(join(folder, 'taken'), 'x', 0o600)).rejects.toMatchObject({ code: 'EISDIR' })
    expect(await readdir(folder)).toEqual(['taken'])
  })

  it('is left alone when it says the same already', async () => {
    const path = join(folder, 'file')
    await writeWhole(path, 'same', 0o644)
    const { ino } = await stat(path)
    await writeWhenDifferent(path, 'same', 0o644)
    const same = (await stat(path)).ino === ino
    await writeWhenDifferent(path, 'other', 0o644)
    expect([same, await readFile(path, 'utf8')]).toEqual([true, 'other'])
  })
})

describe('work on the disk', () => {
  const failing = async (code: string): Promise<never> => {
    throw Object.assign(new Error(code), { code })
  }

  it.each([
    [
      'ENOSPC',
      'disk-full',
      "The disk is full; the lab's folder /labs/x could not be written. Make room on it and try again.",
    ],
    [
      'EDQUOT',
      'disk-full',
      "The disk is full; the lab's folder /labs/x could not be written. Make room on it and try again.",
    ],
    [
      'EROFS',
      'disk-read-only',
      "The lab's folder /labs/x cannot be written (EROFS). " +
        'Make it writable for you, or start Drydock with DRYDOCK_DATA set to a folder that is.',
    ],
  ])('that fails with %s is %s', async (errno, code, message) => {
    await expect(onDisk('/labs/x', async () => await failing(errno))).rejects.toMatchObject({
      detail: { code },
      message,
    })
  })

  it('that fails otherwise fails as it is', async () => {
    await expect(onDisk('/labs/x', async () => await failing('EIO'))).rejects.toMatchObject({ code: 'EIO' })
  })

  it('gives its result', async () => {
    expect(await onDisk('/labs/x', () => Promise.resolve(7))).toBe(7)
  })
})
