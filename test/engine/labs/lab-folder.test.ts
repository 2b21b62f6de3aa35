import { execFileSync } from 'node:child_process'
import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadLab } from '../../../electron/engine/labs/load-lab.ts'
import type { LoadedLab } from '../../../electron/engine/labs/load-lab.ts'
import { goodLab, labsFolder } from '../../helpers/lab-folders.ts'

const texts = (loaded: LoadedLab): string[] =>
  loaded.ok ? ['it loads'] : loaded.problems.map(({ at, happened }) => `${at}: ${happened}`)

describe('folder of a lab', () => {
  describe('when the file is not one that can be read', () => {
    it.each<[string, Record<string, string | Uint8Array>, string]>([
      ['there is none', { 'a/other.yaml': '' }, 'There is no such file.'],
      ['it is a folder', { 'a/lab.yaml/x': '' }, 'This is not a file.'],
      [
        'it has 10 MB',
        { 'a/lab.yaml': '#'.repeat(10_000_000) },
        'The file is 10,000,000 bytes long; 1,000,000 are allowed.',
      ],
      [
        'it is UTF-16',
        { 'a/lab.yaml': Buffer.from(goodLab('a'), 'utf16le') },
        'The file holds NUL bytes, so it is not text in UTF-8.',
      ],
      ['it is Latin 1', { 'a/lab.yaml': Buffer.from('# Übung\n', 'latin1') }, 'The file is not text in UTF-8.'],
    ])('says so when %s', async (_case, files, expected) => {
      await using folder = await labsFolder(files)
      expect(texts(await loadLab(join(folder.path, 'a'), { shownAs: 'lab.yaml' }))).toEqual([
        `lab.yaml:1:1: ${expected}`,
      ])
    })

    it('does not follow a link out of the folder', async () => {
      await using folder = await labsFolder({ 'secret.yaml': goodLab('a'), 'a/files/x': '' })
      await symlink('../secret.yaml', join(folder.path, 'a/lab.yaml'))
      expect(texts(await loadLab(join(folder.path, 'a'), { shownAs: 'lab.yaml' }))).toEqual([
        'lab.yaml:1:1: This is a link to somewhere outside the folder of the lab.',
      ])
    })

    it('does not wait for a pipe', async () => {
      await using folder = await labsFolder({ 'a/files/x': '' })
      execFileSync('mkfifo', [join(folder.path, 'a/lab.yaml')])
      expect(texts(await loadLab(join(folder.path, 'a'), { shownAs: 'lab.yaml' }))).toEqual([
        'lab.yaml:1:1: This is not a file.',
      ])
    })
  })

  describe('when files/ holds what it must not', () => {
    it('refuses links that leave the folder, links to nothing and pipes, and allows links inside', async () => {
      await using folder = await labsFolder({ 'a/lab.yaml': goodLab('a'), 'a/files/deep/ok.yaml': '' })
      const files = join(folder.path, 'a/files')
      await symlink('/etc/passwd', join(files, 'passwd'))
      await symlink('nowhere', join(files, 'dangling'))
      await symlink('../../../', join(files, 'deep/up'))
      await symlink('deep/ok.yaml', join(files, 'inside'))
      execFileSync('mkfifo', [join(files, 'pipe')])
      expect(texts(await loadLab(join(folder.path, 'a'), { shownAs: 'lab.yaml' }))).toEqual([
        'lab.yaml:1:1: "files/dangling" is a link that leaves the folder of the lab.',
        'lab.yaml:1:1: "files/deep/up" is a link that leaves the folder of the lab.',
        'lab.yaml:1:1: "files/passwd" is a link that leaves the folder of the lab.',
        'lab.yaml:1:1: "files/pipe" is neither a file nor a folder.',
      ])
    })

    it('refuses too many and too large files', async () => {
      const many = Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [`a/files/${index}`, '']))
      await using folder = await labsFolder({
        'a/lab.yaml': goodLab('a'),
        ...many,
        'b/lab.yaml': goodLab('b'),
        'b/files/big': new Uint8Array(21_000_000),
      })
      expect(texts(await loadLab(join(folder.path, 'a'), { shownAs: 'lab.yaml' }))).toEqual([
        'lab.yaml:1:1: files/ holds 1001 files; 1000 are allowed.',
      ])
      expect(texts(await loadLab(join(folder.path, 'b'), { shownAs: 'lab.yaml' }))).toEqual([
        'lab.yaml:1:1: files/ holds more than 20 MB.',
      ])
    })

    it('says so when files is no folder', async () => {
      await using folder = await labsFolder({ 'a/lab.yaml': goodLab('a'), 'a/files': '' })
      expect(texts(await loadLab(join(folder.path, 'a'), { shownAs: 'lab.yaml' }))).toEqual([
        'lab.yaml:1:1: files/ cannot be read (ENOTDIR).',
      ])
    })
  })
})
