import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Lab } from '../../../electron/contract/lab.ts'
import { READER, readKnownLabs } from '../../../electron/engine/labs/known-labs.ts'
import { openLabLibrary } from '../../../electron/engine/labs/lab-library.ts'
import { goodLab, labsFolder, type LabsFolder } from '../../helpers/lab-folders.ts'

/** The labs of `labs/`, by a reader of that name, with whatever was kept. */
async function readLabs(folder: LabsFolder, reader: string | undefined = 'reader-1'): Promise<readonly Lab[]> {
  const known = await readKnownLabs(join(folder.path, 'cache/labs.json'), reader)
  return (await openLabLibrary(join(folder.path, 'labs'), { watch: false, known })).labs
}

/** Gives kept labs another title, which shows that they were not read again. */
async function mark(folder: LabsFolder): Promise<void> {
  const file = join(folder.path, 'cache/labs.json')
  await writeFile(file, (await readFile(file, 'utf8')).replaceAll('A good lab', 'A kept lab'))
}

const titles = (labs: readonly Lab[]): readonly string[] => labs.map(({ id, title }) => `${id}: ${title}`)

describe('known labs', () => {
  it('are not read again, and are the same as if they were', async () => {
    await using folder = await labsFolder({ 'labs/a/lab.yaml': goodLab('a'), 'labs/b/lab.yaml': '- broken' })
    const first = await readLabs(folder)
    expect(await readLabs(folder)).toEqual(first)
    await mark(folder)
    expect(titles(await readLabs(folder))).toEqual(['a: A kept lab'])
  })

  it('are read again when anything in their folder has changed, and the others are not', async () => {
    await using folder = await labsFolder({
      'labs/a/lab.yaml': goodLab('a'),
      'labs/b/lab.yaml': goodLab('b'),
      'labs/b/files/data.txt': 'old',
      'labs/c/lab.yaml': goodLab('c'),
    })
    await readLabs(folder)
    await mark(folder)
    await folder.write('labs/b/files/data.txt', 'new')
    await folder.write('labs/c/lab.yaml', goodLab('c').replace('minutes: 5', 'minutes: 6'))
    expect(titles(await readLabs(folder))).toEqual(['a: A kept lab', 'b: A good lab', 'c: A good lab'])
  })

  it('are judged by the name of their folder, and know where it is now', async () => {
    await using folder = await labsFolder({ 'labs/a/lab.yaml': goodLab('a') })
    await readLabs(folder)
    await rename(join(folder.path, 'labs/a'), join(folder.path, 'labs/other'))
    expect(await readLabs(folder)).toEqual([])
    await mkdir(join(folder.path, 'moved'))
    await rename(join(folder.path, 'labs/other'), join(folder.path, 'labs/a'))
    await readLabs(folder)
    await mark(folder)
    await rename(join(folder.path, 'labs'), join(folder.path, 'moved/labs'))
    const moved: LabsFolder = { ...folder, path: join(folder.path, 'moved') }
    await rename(join(folder.path, 'cache'), join(moved.path, 'cache'))
    const [lab] = await readLabs(moved)
    expect([lab?.title, lab?.directory]).toEqual(['A kept lab', join(moved.path, 'labs/a')])
  })

  it('of another reader are read again', async () => {
    await using folder = await labsFolder({ 'labs/a/lab.yaml': goodLab('a') })
    await readLabs(folder, 'reader-1')
    await mark(folder)
    expect(titles(await readLabs(folder, 'reader-2'))).toEqual(['a: A good lab'])
    await mark(folder)
    expect(titles(await readLabs(folder, 'reader-2'))).toEqual(['a: A kept lab'])
  })

  it('that are gone are not kept any longer', async () => {
    await using folder = await labsFolder({ 'labs/a/lab.yaml': goodLab('a'), 'labs/b/lab.yaml': goodLab('b') })
    await readLabs(folder)
    await folder.remove('labs/b')
    await readLabs(folder)
    expect(await readFile(join(folder.path, 'cache/labs.json'), 'utf8')).not.toContain('"b"')
  })

  it.each(['', '{', '[]', '{"reader":"reader-1"}', '{"reader":"reader-1","labs":7}'])(
    'in a file that holds %j are none',
    async (text) => {
      await using folder = await labsFolder({ 'labs/a/lab.yaml': goodLab('a'), 'cache/labs.json': text })
      expect(titles(await readLabs(folder))).toEqual(['a: A good lab'])
    },
  )

  it('need not be kept for a start to go well', async () => {
    await using folder = await labsFolder({
      'labs/a/lab.yaml': goodLab('a'),
      cache: 'a file where the folder should be',
    })
    expect(titles(await readLabs(folder))).toEqual(['a: A good lab'])
  })

  it('are never kept by a reader that can change without changing its name', async () => {
    await using folder = await labsFolder({ 'labs/a/lab.yaml': goodLab('a') })
    const file = join(folder.path, 'cache/labs.json')
    await openLabLibrary(join(folder.path, 'labs'), { watch: false, known: await readKnownLabs(file) })
    expect(READER).toBeUndefined()
    await expect(readFile(file)).rejects.toThrow('ENOENT')
  })
})
