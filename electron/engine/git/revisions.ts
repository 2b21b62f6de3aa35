import { DrydockError } from '../../contract/errors.ts'
import { noSuch, refusal } from './git-errors.ts'
import type { Git } from './run-git.ts'

/** Full id of the commit that a branch, tag or (short) id means. */
export async function resolve(git: Git, revision: string): Promise<string> {
  const id = (await branchHead(git, revision)) ?? (await commitId(git, revision))
  if (id === undefined) throw noSuch(`branch or commit ${JSON.stringify(revision)}`, 'Name one that is there.')
  return id
}

export async function branchHead(git: Git, branch: string): Promise<string | undefined> {
  return await commitId(git, `refs/heads/${branch}`)
}

async function commitId(git: Git, revision: string): Promise<string | undefined> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]
  const { text } = await git.answer(args, { alsoFine: [1, 128] })
  return /^[0-9a-f]{40,64}$/.exec(text.trim())?.[0]
}

/** Rejects what Git would not take as the name of a branch. */
export async function checkBranchName(git: Git, branch: string): Promise<void> {
  const { exitCode } = await git.answer(['check-ref-format', `refs/heads/${branch}`], { alsoFine: [1, 128, 129] })
  if (exitCode === 0 && !branch.startsWith('-')) return
  const happened = `${JSON.stringify(branch)} cannot be the name of a branch.`
  throw new DrydockError({ code: 'usage', happened, remedy: 'Use letters, digits, and "-", "." or "/" between them.' })
}

export interface RefMove {
  readonly ref: string
  readonly to: string
  /** What it must be before; undefined when it must not be there; `any` when it does not matter. */
  readonly from: string | undefined
}

/** Moves refs, all or none. False when one of them is no longer where it was. */
export async function moveRefs(git: Git, moves: readonly RefMove[]): Promise<boolean> {
  const lines = moves.map(({ ref, to, from }) => {
    if (from === undefined) return `create ${ref} ${to}`
    return from === 'any' ? `update ${ref} ${to}` : `update ${ref} ${to} ${from}`
  })
  try {
    await git(['update-ref', '--stdin'], { input: `${lines.join('\n')}\n` })
    return true
  } catch (error) {
    const output = error instanceof DrydockError ? (error.detail.output ?? '') : ''
    if (/but expected|already exists|unable to lock|cannot lock ref/i.test(output)) return false
    throw error
  }
}

/** Somebody pushes again and again, so that a merge never finds its branch in the same place. */
export const keepsMoving = (branch: string): DrydockError =>
  refusal(`The branch ${branch} moved while it was being merged into.`, 'Try again.')
