import { chmod, lstat, mkdir, mkdtemp, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mirrorTree, removeTree } from '../../../electron/engine/workspace/tree.ts'
import { digestTree } from './digest-tree.ts'

let root: string
let from: string
let to: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'drydock-tree-'))
  from = join(root, 'from')
  to = join(root, 'to')
  await mkdir(join(from, 'deep', 'empty'), { recursive: true })
  await writeFile(join(from, 'deep', 'file'), 'text')
  await writeFile(join(from, 'closed'), 'secret', { mode: 0o400 })
  await writeFile(join(from, 'run.sh'), '#!/bin/sh\n', { mode: 0o755 })
  await symlink('/etc/hostname', join(from, 'link'))
})
afterEach(async () => await removeTree(root))

describe('mirror of a tree', () => {
  it('has the same content, modes, times and links', async () => {
    await mirrorTree(from, to)
    expect(await digestTree(to)).toEqual(await digestTree(from))
  })

  it('takes away what is not there, whatever it is', async () => {
    await mkdir(join(to, 'run.sh', 'was', 'a', 'folder'), { recursive: true })
    await mkdir(join(to, 'locked'))
    await writeFile(join(to, 'locked', 'x'), '')
    await chmod(join(to, 'locked'), 0)
    await writeFile(join(to, 'deep'), 'was a file')
    await symlink(root, join(to, 'link'))
    await mirrorTree(from, to)
    expect(await digestTree(to)).toEqual(await digestTree(from))
  })

  it('follows no link when it removes or replaces', async () => {
    const outside = join(root, 'outside')
    await mkdir(outside)
    await writeFile(join(outside, 'precious'), 'kept')
    await mkdir(to)
    await symlink(outside, join(to, 'deep'))
    await symlink(outside, join(to, 'gone'))
    await mirrorTree(from, to)
    expect([await readFile(join(outside, 'precious'), 'utf8'), (await lstat(join(to, 'deep'))).isDirectory()]).toEqual([
      'kept',
      true,
    ])
  })

  it('keeps folders that both have, so that a shell in one goes on', async () => {
    await mirrorTree(from, to)
    const inode = async (): Promise<readonly number[]> =>
      await Promise.all(['', 'deep', 'deep/empty'].map(async (name) => (await stat(join(to, name))).ino))
    const before = await inode()
    await writeFile(join(from, 'deep', 'file'), 'other')
    await mirrorTree(from, to)
    expect(await inode()).toEqual(before)
  })

  it('neither copies nor touches what is left out', async () => {
    await mkdir(join(to, 'deep'), { recursive: true })
    await writeFile(join(to, 'deep', 'file'), 'mine')
    await mirrorTree(from, to, (path) => path === 'deep/file' || path === 'link')
    expect(await readFile(join(to, 'deep', 'file'), 'utf8')).toBe('mine')
    await expect(readlink(join(to, 'link'))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('of a folder that is not there is empty', async () => {
    await mirrorTree(join(root, 'nowhere'), to)
    expect(await digestTree(to)).toEqual({})
    await rm(to, { recursive: true })
  })
})
