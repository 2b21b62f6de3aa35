import type { BranchView, CommitView } from '../../electron/contract/git.ts'

/** The commits that `head` has, itself included, as far as the list knows them. */
export function reachedFrom(commits: readonly CommitView[], head: string): ReadonlySet<string> {
  const byId = new Map(commits.map((commit) => [commit.id, commit]))
  const reached = new Set<string>()
  const waiting = [head]
  while (waiting.length > 0) {
    const id = waiting.pop() ?? ''
    if (reached.has(id)) continue
    reached.add(id)
    waiting.push(...(byId.get(id)?.parents ?? []))
  }
  return reached
}

/** The branches that have a commit, the default one first. */
export function branchesWith(
  commits: readonly CommitView[],
  branches: readonly BranchView[],
  id: string,
): readonly BranchView[] {
  return branches
    .filter((branch) => reachedFrom(commits, branch.head).has(id))
    .sort((one, other) => Number(other.isDefault) - Number(one.isDefault))
}
