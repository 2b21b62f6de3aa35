/** Merging pull requests, and taking commits back. */

import type { MergeMethod, PullRequestView } from '../../contract/git.ts'
import { mergeConflict, noSuch, refusal } from './git-errors.ts'
import { OWNER } from './git-paths.ts'
import { EMPTY_TREE } from './make-repository.ts'
import { commitTree, mergeTrees, mergeTreesFrom } from './merge-trees.ts'
import { changeOpen, openPullRequest, viewOf } from './pull-request-work.ts'
import type { PullRequestRecord } from './repository-record.ts'
import type { Repository } from './repository.ts'
import { branchHead, keepsMoving, moveRefs, resolve } from './revisions.ts'
import type { Git } from './run-git.ts'

/** Somebody may push to the branch meanwhile; then it is merged again, so many times. */
const TRIES = 5

export async function mergePullRequest(
  repository: Repository,
  number: number,
  method: MergeMethod,
  nowMs: number,
): Promise<PullRequestView> {
  await changeOpen(repository, number, async (pull) => {
    for (let left = TRIES; left > 0; left -= 1) {
      const done = await tryMerge(repository.git, pull, method)
      if (done !== undefined) return { ...pull, ...done, method, state: 'merged', closedAtMs: nowMs }
    }
    throw keepsMoving(pull.into)
  })
  return viewOf(repository, number)
}

async function tryMerge(
  git: Git,
  pull: PullRequestRecord,
  method: MergeMethod,
): Promise<Pick<PullRequestRecord, 'head' | 'mergedAs'> | undefined> {
  const [head, into] = await Promise.all([branchHead(git, pull.from), branchHead(git, pull.into)])
  if (head === undefined || into === undefined) {
    throw noSuch(`branch ${head === undefined ? pull.from : pull.into}`, 'Close the pull request.')
  }
  const { exitCode } = await git.answer(['merge-base', '--is-ancestor', head, into], { alsoFine: [1] })
  if (exitCode === 0) throw refusal(`${pull.into} has every commit of ${pull.from} already.`, 'Close the pull request.')
  const merged = await mergeTrees(git, into, head)
  if (merged.kind === 'conflicts') {
    const remedy = `Merge ${pull.into} into ${pull.from}, put the files right, and push ${pull.from} again.`
    throw mergeConflict(`Pull request #${pull.number}`, merged.paths, remedy)
  }
  const parents = method === 'merge' ? [into, head] : [into]
  const commit = await commitTree(git, {
    tree: merged.tree,
    parents,
    message: await messageOf(git, pull, { method, into, head }),
  })
  const moved = await moveRefs(git, [
    { ref: `refs/heads/${pull.into}`, to: commit, from: into },
    { ref: `refs/pull/${pull.number}/head`, to: head, from: 'any' },
  ])
  return moved ? { head, mergedAs: commit } : undefined
}

interface Merging {
  readonly method: MergeMethod
  readonly into: string
  readonly head: string
}

/** A squashed one without words of its own says what its commits said, as on GitHub: a revert is known by that. */
async function messageOf(git: Git, pull: PullRequestRecord, { method, into, head }: Merging): Promise<string> {
  const { number, title, body, from } = pull
  if (method === 'merge') return `Merge pull request #${number} from ${OWNER}/${from}\n\n${title}\n`
  const said = body === '' ? await git(['log', '--reverse', '--format=* %s%n%n%b', `${into}..${head}`]) : body
  return `${title} (#${number})\n${said.trim() === '' ? '' : `\n${said.trim()}\n`}`
}

/** Takes a commit of a branch back in a branch of its own, and asks to merge that. */
export async function revertCommit(
  repository: Repository,
  revision: string,
  into: string,
  nowMs: number,
): Promise<PullRequestView> {
  const { git } = repository
  await repository.refresh()
  const id = await resolve(git, revision)
  const head = await resolve(git, `refs/heads/${into}`)
  const commit = repository.graph.commit(id)
  const short = id.slice(0, 7)
  if (commit === undefined || !repository.graph.contains(head, id)) {
    throw refusal(`The commit ${short} is not on ${into}.`, `Choose a commit of ${into}.`)
  }
  const parent = commit.parents[0]
  const before = parent === undefined ? EMPTY_TREE : await treeOf(git, parent)
  const merged = await mergeTreesFrom(git, commit.tree, await treeOf(git, head), before)
  if (merged.kind === 'conflicts') {
    const remedy = 'Later commits changed the same lines: change the files by hand, or revert those first.'
    throw mergeConflict(`Taking back ${short}`, merged.paths, remedy)
  }
  if (merged.tree === (await treeOf(git, head))) {
    throw refusal(`Taking back ${short} changes nothing on ${into}.`, 'It was taken back before.')
  }
  const title = `Revert "${commit.subject}"`
  const message = `${title}\n\n${revertNote(id, commit.parents)}\n`
  const made = await commitTree(git, { tree: merged.tree, parents: [head], message })
  const from = await newBranch(git, `revert-${short}`, made)
  return await openPullRequest(repository, { title, body: revertNote(id, commit.parents), from, into }, nowMs)
}

/** As `git revert` writes it. */
function revertNote(id: string, parents: readonly string[]): string {
  const [first, ...others] = parents
  if (first === undefined || others.length === 0) return `This reverts commit ${id}.`
  return `This reverts commit ${id}, reversing\nchanges made to ${first}.`
}

const treeOf = async (git: Git, commit: string): Promise<string> => await git(['rev-parse', `${commit}^{tree}`])

/** The first of NAME, NAME-2, NAME-3 … that is free. */
async function newBranch(git: Git, name: string, id: string): Promise<string> {
  for (let number = 1; number <= 100; number += 1) {
    const branch = number === 1 ? name : `${name}-${number}`
    if (await moveRefs(git, [{ ref: `refs/heads/${branch}`, to: id, from: undefined }])) return branch
  }
  throw refusal(`There are far too many branches ${name}.`, 'Delete some of them.')
}
