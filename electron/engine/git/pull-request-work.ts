/** Opening pull requests, saying something about them, closing them. */

import type { PullRequestView, ReviewView } from '../../contract/git.ts'
import { noSuch, refusal } from './git-errors.ts'
import { OWNER } from './git-paths.ts'
import type { PullRequestWish } from './lab-git.ts'
import type { PullRequestRecord, RepositoryRecord } from './repository-record.ts'
import type { Repository } from './repository.ts'

export async function openPullRequest(
  repository: Repository,
  wish: PullRequestWish,
  nowMs: number,
): Promise<PullRequestView> {
  await repository.refresh()
  let number = 0
  await repository.change((record) => {
    const head = checkWish(repository, record, wish)
    number = Math.max(0, ...record.pullRequests.map((pull) => pull.number)) + 1
    const { title, body, from, into } = wish
    const pull: PullRequestRecord = {
      ...{ number, title: title.trim(), body, from, into, head },
      ...{ state: 'open', author: OWNER, reviews: [], openedAtMs: nowMs },
    }
    return { ...record, pullRequests: [...record.pullRequests, pull] }
  })
  return viewOf(repository, number)
}

/** Head of the branch with the change, when such a pull request makes sense. */
function checkWish(repository: Repository, record: RepositoryRecord, { title, from, into }: PullRequestWish): string {
  const head = headOf(repository, from)
  const base = headOf(repository, into)
  if (title.trim() === '') throw refusal('A pull request needs a title.', 'Say in a few words what it changes.')
  if (repository.graph.contains(base, head)) {
    throw refusal(`${into} has every commit of ${from} already.`, `Commit to ${from} and push it first.`)
  }
  const same = record.pullRequests.find((pull) => pull.state === 'open' && pull.from === from && pull.into === into)
  if (same === undefined) return head
  throw refusal(`Pull request #${same.number} from ${from} into ${into} is open already.`, 'Use that one, or close it.')
}

export async function review(
  repository: Repository,
  number: number,
  word: Pick<ReviewView, 'author' | 'verdict' | 'body'>,
  nowMs: number,
): Promise<PullRequestView> {
  await changeOpen(repository, number, (pull) => ({ ...pull, reviews: [...pull.reviews, { ...word, atMs: nowMs }] }))
  return viewOf(repository, number)
}

export async function closePullRequest(
  repository: Repository,
  number: number,
  nowMs: number,
): Promise<PullRequestView> {
  await changeOpen(repository, number, (pull) => ({ ...pull, state: 'closed', closedAtMs: nowMs }))
  return viewOf(repository, number)
}

/** Changes an open pull request, and nothing else happens to the repository meanwhile. */
export async function changeOpen(
  repository: Repository,
  number: number,
  how: (pull: PullRequestRecord) => PullRequestRecord | Promise<PullRequestRecord>,
): Promise<void> {
  await repository.change(async (record) => {
    const old = record.pullRequests.find((pull) => pull.number === number)
    if (old === undefined) throw noPull(number)
    if (old.state !== 'open') throw refusal(`Pull request #${number} is ${old.state}.`, 'Open another one.')
    const changed = await how(old)
    return { ...record, pullRequests: record.pullRequests.map((pull) => (pull === old ? changed : pull)) }
  })
}

export function viewOf(repository: Repository, number: number): PullRequestView {
  const view = repository.state.pullRequests.find((pull) => pull.number === number)
  if (view === undefined) throw noPull(number)
  return view
}

const noPull = (number: number): Error => noSuch(`pull request #${number}`, 'Look at the list of pull requests.')

function headOf(repository: Repository, branch: string): string {
  const head = repository.state.branches.find(({ name }) => name === branch)?.head
  if (head === undefined) throw noSuch(`branch ${branch} in ${repository.name}`, 'Push it first.')
  return head
}
