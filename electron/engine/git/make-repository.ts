import { randomBytes } from 'node:crypto'
import { access, mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { removeTree } from '../workspace/tree.ts'
import { commitTree } from './merge-trees.ts'
import { writeRecord, type RepositoryRecord } from './repository-record.ts'
import { gitIn, type Git } from './run-git.ts'

export interface NewRepository {
  readonly name: string
  readonly record: RepositoryRecord
  /** Puts the first commit in; without it the repository is empty. */
  readonly first?: (git: Git) => Promise<FirstCommit | undefined>
}

export interface FirstCommit {
  readonly tree: string
  readonly message: string
}

/** Makes a bare repository in `folder`: it is not there, or it is there whole. */
export async function makeRepository(folder: string, staging: string, wish: NewRepository): Promise<void> {
  const { name, record, first } = wish
  const half = join(staging, `${randomBytes(6).toString('hex')}.git`)
  try {
    await mkdir(half, { recursive: true })
    await mkdir(folder, { recursive: true })
    const git = gitIn(half)
    await git(['init', '--quiet', '--bare', '--template=', `--initial-branch=${record.defaultBranch}`, half])
    const commit = await first?.(git)
    if (commit !== undefined) {
      const id = await commitTree(git, { tree: commit.tree, parents: [], message: commit.message })
      await git(['update-ref', `refs/heads/${record.defaultBranch}`, id])
    }
    // The record first: a record without a repository is nothing, a repository without a record is broken.
    await writeRecord(join(folder, `${name}.json`), record)
    await rename(half, join(folder, `${name}.git`))
  } finally {
    await removeTree(half)
  }
}

/** The tree of what lies in a folder, with modes and links; undefined when there is nothing. */
export async function treeOfFolder(git: Git, folder: string): Promise<string | undefined> {
  if (!(await exists(folder))) return undefined
  const environment = { GIT_WORK_TREE: folder, GIT_INDEX_FILE: join(git.folder, 'seed-index') }
  await git(['add', '--all', '--force', '--', '.'], { environment, folder })
  const tree = await git(['write-tree'], { environment })
  await removeTree(environment.GIT_INDEX_FILE)
  return tree === EMPTY_TREE ? undefined : tree
}

/** The tree of these texts, by name; no folders. */
export async function treeOfFiles(git: Git, files: Readonly<Record<string, string>>): Promise<string> {
  const lines: string[] = []
  for (const [name, input] of Object.entries(files)) {
    lines.push(`100644 blob ${await git(['hash-object', '-w', '--stdin'], { input })}\t${name}\n`)
  }
  return await git(['mktree'], { input: lines.join('') })
}

/** The tree with nothing in it; Git knows it always. */
export const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904'

export async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  )
}
