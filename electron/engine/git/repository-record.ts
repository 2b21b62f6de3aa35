import { readFile } from 'node:fs/promises'
import { DrydockError } from '../../contract/errors.ts'
import type { PullRequestView, RefusedPush } from '../../contract/git.ts'
import { writeWhole } from '../workspace/files.ts'

/** What Git itself does not keep of a repository: a file beside it, written whole. */
export interface RepositoryRecord {
  readonly schema: 1
  readonly private: boolean
  readonly description: string
  readonly defaultBranch: string
  readonly protected: readonly string[]
  readonly pullRequests: readonly PullRequestRecord[]
  readonly refused: readonly RefusedPush[]
  /** The last refused push is still the last word: none has succeeded since. */
  readonly refusalStands: boolean
}

/** A pull request without what only a look at the branches can say. */
export interface PullRequestRecord extends Omit<PullRequestView, 'mergeable' | 'conflicts'> {
  /** Head of `from` when it was last looked at. */
  readonly head: string
}

export function newRecord(wish: {
  readonly private: boolean
  readonly defaultBranch: string
  readonly description?: string
  readonly protected?: readonly string[]
}): RepositoryRecord {
  return {
    schema: 1,
    private: wish.private,
    description: wish.description ?? '',
    defaultBranch: wish.defaultBranch,
    protected: wish.protected ?? [],
    pullRequests: [],
    refused: [],
    refusalStands: false,
  }
}

export async function readRecord(file: string): Promise<RepositoryRecord> {
  const text = await readFile(file, 'utf8')
  try {
    return JSON.parse(text) as RepositoryRecord
  } catch (error) {
    const happened = 'What Drydock keeps of a repository cannot be read.'
    const remedy = 'Reset the lab; its repositories begin anew.'
    throw new DrydockError({ code: 'git-failed', at: file, happened, remedy }, { cause: error })
  }
}

export async function writeRecord(file: string, record: RepositoryRecord): Promise<void> {
  await writeWhole(file, `${JSON.stringify(record, undefined, 2)}\n`, 0o600)
}
