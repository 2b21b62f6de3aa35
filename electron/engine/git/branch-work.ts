import { noSuch, refusal } from './git-errors.ts'
import type { Repository } from './repository.ts'
import { branchHead, checkBranchName, moveRefs, resolve } from './revisions.ts'

export async function createBranch(repository: Repository, branch: string, at?: string): Promise<void> {
  const { git, record } = repository
  await checkBranchName(git, branch)
  const id = await resolve(git, at ?? record.defaultBranch)
  if (!(await moveRefs(git, [{ ref: `refs/heads/${branch}`, to: id, from: undefined }]))) {
    throw refusal(`The branch ${branch} is there already.`, 'Choose another name.')
  }
  await repository.refresh()
}

export async function deleteBranch(repository: Repository, branch: string): Promise<void> {
  const { git, record } = repository
  const head = await branchHead(git, branch)
  if (head === undefined) throw noSuch(`branch ${branch}`, 'Name one that is there.')
  if (branch === record.defaultBranch) throw refusal(`${branch} is the default branch.`, 'Delete another one.')
  if (record.protected.includes(branch)) throw refusal(`${branch} is protected.`, 'Take the protection away first.')
  await git(['update-ref', '-d', `refs/heads/${branch}`, head])
  await repository.refresh()
}

/** A branch can be protected before it is there. */
export async function setProtected(repository: Repository, branch: string, isProtected: boolean): Promise<void> {
  await checkBranchName(repository.git, branch)
  await repository.change((record) => {
    const others = record.protected.filter((one) => one !== branch)
    return { ...record, protected: isProtected ? [...others, branch] : others }
  })
}
