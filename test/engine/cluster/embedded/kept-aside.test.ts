import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { clusterFiles } from '../../../../electron/engine/cluster/embedded/cluster-files.ts'
import {
  bringSnapshotsBack,
  clearFolder,
  snapshotNames,
} from '../../../../electron/engine/cluster/embedded/snapshots.ts'
import { labsFolder } from '../../../helpers/lab-folders.ts'

describe('the kept states of a cluster that is made anew', () => {
  const place = async () => {
    const folder = await labsFolder({})
    const files = clusterFiles(join(folder.path, 'dev'), 'dev')
    await mkdir(files.snapshots, { recursive: true })
    await writeFile(join(files.snapshots, 'first.db'), 'state')
    return { folder, files, [Symbol.asyncDispose]: async () => await folder[Symbol.asyncDispose]() }
  }

  it('are there again with the new one, however often the making was cut short', async () => {
    await using cut = await place()
    const { files } = cut
    await clearFolder(files, 'stay')
    expect([await snapshotNames(files), (await readdir(cut.folder.path)).toSorted()]).toEqual([[], ['.dev.snapshots']])
    await mkdir(files.root)
    await clearFolder(files, 'stay')
    await mkdir(files.root)
    await bringSnapshotsBack(files)
    await bringSnapshotsBack(files)
    expect([await snapshotNames(files), await readdir(cut.folder.path)]).toEqual([['first'], ['dev']])
  })

  it('go with it when it is deleted', async () => {
    await using cut = await place()
    await clearFolder(cut.files, 'stay')
    await clearFolder(cut.files, 'go')
    expect(await readdir(cut.folder.path)).toEqual([])
  })
})
