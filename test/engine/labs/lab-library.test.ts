import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openLabLibrary } from '../../../electron/engine/labs/lab-library.ts'
import type { LabChange, LabLibrary } from '../../../electron/engine/labs/lab-library.ts'
import { goodLab, labsFolder } from '../../helpers/lab-folders.ts'

const next = async (library: LabLibrary): Promise<LabChange> => {
  const { promise, resolve } = Promise.withResolvers<LabChange>()
  const listening = library.onChange(resolve)
  return await promise.finally(() => listening.dispose())
}

describe('lab library', () => {
  it('holds every lab that loads, in order, and says what is wrong with the others', async () => {
    await using folder = await labsFolder({
      'second/lab.yaml': goodLab('second').replace('order: 1', 'order: 2'),
      'first/lab.yaml': goodLab('first'),
      'also-first/lab.yaml': goodLab('also-first'),
      'broken/lab.yaml': goodLab('broken').replace('minutes: 5', 'minutes: x'),
      'empty/readme.md': '',
      '.hidden/lab.yaml': '',
      'lab.schema.json': '{}',
    })
    const library = await openLabLibrary(folder.path, { watch: false })
    const root = folder.path.split('/').at(-1)
    expect(library.labs.map(({ id }) => id)).toEqual(['also-first', 'first', 'second'])
    expect(
      library.broken.map(({ folder: path, problems }) => [
        path,
        problems.map(({ at, happened }) => `${at}: ${happened}`),
      ]),
    ).toEqual([
      [join(folder.path, 'broken'), [`${root}/broken/lab.yaml:8:12: "minutes" is the text "x", but must be a number.`]],
      [join(folder.path, 'empty'), [`${root}/empty/lab.yaml:1:1: There is no such file.`]],
    ])
    expect([library.get('first')?.title, library.get('broken'), library.get('nothing')]).toEqual([
      'A good lab',
      undefined,
      undefined,
    ])
  })

  it('is empty when there is no such folder', async () => {
    const library = await openLabLibrary('/nowhere/at/all')
    expect([library.labs, library.broken]).toEqual([[], []])
    library.dispose()
  })

  it('says which labs there are when one is asked for that is not there', async () => {
    await using folder = await labsFolder({ 'services/lab.yaml': goodLab('services'), 'broken/lab.yaml': '- no' })
    const library = await openLabLibrary(folder.path, { watch: false })
    expect(() => library.need('servics')).toThrow('There is no lab called "servics". Did you mean "services"?')
    expect(() => library.need('broken')).toThrow('The file is a list, but must be a mapping.')
    expect(library.need('services').id).toBe('services')
  })

  describe('when a file is edited', () => {
    it('reads that lab again, and tells what became of it', async () => {
      await using folder = await labsFolder({ 'a/lab.yaml': goodLab('a'), 'b/lab.yaml': goodLab('b') })
      const library = await openLabLibrary(folder.path)
      const before = library.get('b')

      let change = next(library)
      await folder.write('a/lab.yaml', goodLab('a').replace('A good lab', 'A better lab'))
      expect([await change, library.get('a')?.title]).toEqual([{ lab: 'a', change: 'loaded' }, 'A better lab'])

      change = next(library)
      await folder.write('a/lab.yaml', 'kind: Lab')
      expect([await change, library.get('a'), library.broken.length]).toEqual([
        { lab: 'a', change: 'broken' },
        undefined,
        1,
      ])

      change = next(library)
      await folder.write('a/lab.yaml', goodLab('a'))
      expect([await change, library.broken]).toEqual([{ lab: 'a', change: 'loaded' }, []])

      expect(library.get('b')).toBe(before)
      library.dispose()
    })

    it('sees files/, new labs, renamed and removed ones', async () => {
      await using folder = await labsFolder({ 'a/lab.yaml': goodLab('a'), 'a/files/x.yaml': 'one' })
      const library = await openLabLibrary(folder.path)
      const version = library.get('a')?.version

      let change = next(library)
      await folder.write('a/files/x.yaml', 'two')
      expect(await change).toEqual({ lab: 'a', change: 'loaded' })
      expect(library.get('a')?.version).not.toBe(version)

      change = next(library)
      await folder.write('b/lab.yaml', goodLab('b'))
      expect(await change).toEqual({ lab: 'b', change: 'loaded' })

      change = next(library)
      await rename(join(folder.path, 'b'), join(folder.path, '.b'))
      expect(await change).toEqual({ lab: 'b', change: 'removed' })

      change = next(library)
      await folder.remove('a')
      expect([await change, library.labs]).toEqual([{ lab: 'a', change: 'removed' }, []])
      library.dispose()
    })

    it('tells nothing when nothing has changed in it, nor after it was disposed', async () => {
      await using folder = await labsFolder({ 'a/lab.yaml': goodLab('a'), 'b/lab.yaml': goodLab('b') })
      const library = await openLabLibrary(folder.path)
      const seen: LabChange[] = []
      library.onChange((change) => seen.push(change))
      await folder.write('a/lab.yaml', goodLab('a'))
      await folder.write('a/notes.txt', 'x')
      const change = next(library)
      await folder.write('b/lab.yaml', 'x')
      await change
      expect(seen).toEqual([{ lab: 'b', change: 'broken' }])
      library.dispose()
      await folder.write('a/lab.yaml', 'x')
      await new Promise((resolve) => setTimeout(resolve, 400))
      expect(seen.length).toBe(1)
    })
  })
})
