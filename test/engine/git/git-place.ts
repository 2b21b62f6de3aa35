import { execa } from 'execa'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { labId } from '../../../electron/contract/ids.ts'
import type { RepositorySeed } from '../../../electron/contract/lab.ts'
import { createLabGit, type LabGit, type RepositoryChange } from '../../../electron/engine/git/lab-git.ts'

export interface GitPlace {
  readonly root: string
  readonly dataRoot: string
  readonly git: LabGit
  readonly changes: RepositoryChange[]
  /** Environment of a lab's shell. */
  readonly environment: Record<string, string>
  /** Runs a command of the learner; rejects when it fails. */
  run(folder: string, file: string, ...args: string[]): Promise<string>
  /** Runs Git that may fail; gives what it said. */
  tryGit(folder: string, ...args: string[]): Promise<{ readonly exitCode: number; readonly said: string }>
  /** Clones a repository; gives the folder. */
  clone(name: string, as?: string): Promise<string>
  /** Writes files, commits and pushes; gives the id of the commit. */
  push(folder: string, files: Readonly<Record<string, string>>, subject: string): Promise<string>
  commit(folder: string, files: Readonly<Record<string, string>>, subject: string): Promise<string>
  /** A second engine for the same data. */
  again(): LabGit
  remove(): Promise<void>
}

export const seed = (name: string, wish: Partial<RepositorySeed> = {}): RepositorySeed => ({
  ...{ name, madeBy: 'lab', private: false, protected: [], defaultBranch: 'main' },
  ...wish,
})

/** A lab with repositories whose first commits hold `contents`, by `REPOSITORY/PATH`. */
export async function makeGitPlace(
  seeds: readonly RepositorySeed[],
  contents: Readonly<Record<string, string>> = {},
): Promise<GitPlace> {
  const root = await mkdtemp(join(tmpdir(), 'drydock-git-'))
  const [dataRoot, directory, home] = [join(root, 'data it is'), join(root, 'lab'), join(root, 'home')]
  for (const [path, text] of Object.entries(contents)) await put(join(directory, 'repositories', path), text)
  await put(join(home, '.gitconfig'), '[user]\n\tname = learner\n\temail = learner@example.com\n')
  const open = (): LabGit => createLabGit({ dataRoot, lab: { id: labId('demo'), directory, repositories: seeds } })
  const git = open()
  await git.prepare()
  const changes: RepositoryChange[] = []
  git.onChange((change) => changes.push(change))
  const made: LabGit[] = [git]
  const environment = { PATH: process.env['PATH'] ?? '', HOME: home, GIT_CONFIG_NOSYSTEM: '1', ...git.environment }
  const run = async (cwd: string, file: string, ...args: string[]): Promise<string> =>
    (await execa(file, args, { cwd, env: environment, extendEnv: false })).stdout

  async function commit(folder: string, files: Readonly<Record<string, string>>, subject: string): Promise<string> {
    for (const [path, text] of Object.entries(files)) await put(join(folder, path), text)
    await run(folder, 'git', 'add', '--all')
    await run(folder, 'git', 'commit', '--quiet', '--message', subject)
    return await run(folder, 'git', 'rev-parse', 'HEAD')
  }

  return {
    ...{ root, dataRoot, git, changes, environment, run, commit },
    async tryGit(cwd, ...args) {
      const options = { cwd, env: environment, extendEnv: false, reject: false, all: true } as const
      const { exitCode = -1, all } = await execa('git', args, options)
      return { exitCode, said: all }
    },
    async clone(name, as = name) {
      await run(root, 'git', 'clone', '--quiet', `${git.address}/learner/${name}.git`, as)
      return join(root, as)
    },
    async push(folder, files, subject) {
      const id = await commit(folder, files, subject)
      await run(folder, 'git', 'push', '--quiet', 'origin', 'HEAD')
      return id
    },
    again() {
      const other = open()
      made.push(other)
      return other
    },
    async remove() {
      for (const one of made) await one.dispose()
      await rm(root, { recursive: true, force: true })
    },
  }
}

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
}
