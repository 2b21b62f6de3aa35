import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mergeTrees } from '../../../electron/engine/git/merge-trees.ts'
import { gitIn } from '../../../electron/engine/git/run-git.ts'

let folder: string

beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'drydock-old-git-'))))
afterEach(async () => await rm(folder, { recursive: true, force: true }))

/** What Git 2.36 says to `merge-tree --write-tree`. */
const OLD = `#!/bin/sh
echo 'usage: git merge-tree <base-tree> <branch1> <branch2>' >&2
exit 129
`

describe('Git that is not as it should be', () => {
  it('is told to be too old when it cannot merge without a working tree', async () => {
    await writeFile(join(folder, 'git'), OLD)
    await chmod(join(folder, 'git'), 0o755)
    const merging = mergeTrees(gitIn(folder, { PATH: `${folder}:/usr/bin:/bin` }), 'a', 'b')
    await expect(merging).rejects.toMatchObject({
      detail: {
        ...{ code: 'tool-missing', remedy: 'Install Git 2.38 or newer, or merge on the command line and push.' },
        happened: 'The Git of this machine is older than 2.38 and cannot merge without a working tree.',
      },
    })
  })

  it('is told to be missing', async () => {
    await expect(gitIn(folder, { PATH: folder })(['version'])).rejects.toMatchObject({
      detail: { code: 'tool-missing', happened: 'There is no `git` on this machine.' },
    })
  })

  it('says what it said when it failed', async () => {
    await expect(gitIn(folder)(['rev-parse', 'HEAD'])).rejects.toMatchObject({
      detail: { code: 'git-failed', happened: '`git rev-parse` ended with 128 in a repository of the lab.' },
    })
  })
})
