/** Our things in the words of GitHub's REST API. */

import { createHash } from 'node:crypto'
import type { PullRequestView, ReviewView } from '../../../contract/git.ts'
import { OWNER } from '../git-paths.ts'
import type { BranchState, CommitState } from '../repository-state.ts'
import type { Repository } from '../repository.ts'

/** Stable numbers, where GitHub has ids. */
const idOf = (text: string): number => createHash('sha256').update(text).digest().readUIntBE(0, 5)

export const time = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z')

export function userShape(address: string, login: string = OWNER): object {
  return {
    login,
    id: idOf(login),
    type: 'User',
    name: login,
    email: `${login}@example.com`,
    site_admin: false,
    url: `${address}/api/v3/users/${login}`,
    html_url: `${address}/${login}`,
  }
}

export const apiUrl = (address: string, repository: Repository): string =>
  `${address}/api/v3/repos/${OWNER}/${repository.name}`

export function repositoryShape(address: string, repository: Repository): object {
  const { name, record, state } = repository
  const newest = state.commits[0]?.committedAtMs
  return {
    id: idOf(name),
    name,
    full_name: `${OWNER}/${name}`,
    owner: userShape(address),
    private: record.private,
    visibility: record.private ? 'private' : 'public',
    description: record.description === '' ? null : record.description,
    default_branch: record.defaultBranch,
    url: apiUrl(address, repository),
    html_url: `${address}/${OWNER}/${name}`,
    clone_url: `${address}/${OWNER}/${name}.git`,
    fork: false,
    archived: false,
    disabled: false,
    has_issues: false,
    size: 0,
    allow_merge_commit: true,
    allow_squash_merge: true,
    allow_rebase_merge: false,
    permissions: { admin: true, push: true, pull: true },
    pushed_at: newest === undefined ? null : time(newest),
  }
}

export function branchShape(address: string, repository: Repository, branch: BranchState): object {
  const { name, head } = branch
  const commit = { sha: head, url: `${apiUrl(address, repository)}/commits/${head}` }
  return { name, commit, protected: branch.protected }
}

export function commitShape(address: string, repository: Repository, commit: CommitState): object {
  const { id, parents, tree, author, subject, body, committedAtMs } = commit
  const url = apiUrl(address, repository)
  const who = { name: author, email: `${author}@example.com`, date: time(committedAtMs) }
  return {
    sha: id,
    url: `${url}/commits/${id}`,
    commit: {
      message: body === '' ? subject : `${subject}\n\n${body}`,
      tree: { sha: tree, url: `${url}/git/trees/${tree}` },
      author: who,
      committer: who,
    },
    author: null,
    committer: null,
    parents: parents.map((sha) => ({ sha, url: `${url}/commits/${sha}` })),
  }
}

export function pullShape(address: string, repository: Repository, pull: PullRequestView): object {
  const { number, title, body, state, openedAtMs, closedAtMs, mergedAs } = pull
  const closed = closedAtMs === undefined ? null : time(closedAtMs)
  const url = `${apiUrl(address, repository)}/pulls/${number}`
  return {
    id: idOf(`${repository.name}#${number}`),
    number,
    title,
    body: body === '' ? null : body,
    state: state === 'open' ? 'open' : 'closed',
    user: userShape(address, pull.author),
    url,
    html_url: `${address}/${OWNER}/${repository.name}/pull/${number}`,
    head: sideShape(address, repository, pull.from),
    base: sideShape(address, repository, pull.into),
    draft: false,
    merged: state === 'merged',
    mergeable: state === 'open' ? pull.mergeable === 'clean' : null,
    mergeable_state: { clean: 'clean', conflicts: 'dirty', nothing: 'unknown' }[pull.mergeable],
    merge_commit_sha: mergedAs ?? null,
    created_at: time(openedAtMs),
    updated_at: closed ?? time(pull.reviews.at(-1)?.atMs ?? openedAtMs),
    closed_at: closed,
    merged_at: state === 'merged' ? closed : null,
  }
}

function sideShape(address: string, repository: Repository, branch: string): object {
  const sha = repository.state.branches.find(({ name }) => name === branch)?.head ?? null
  const repo = repositoryShape(address, repository)
  return { label: `${OWNER}:${branch}`, ref: branch, sha, user: userShape(address), repo }
}

const REVIEW_STATES = { approved: 'APPROVED', 'changes-requested': 'CHANGES_REQUESTED', comment: 'COMMENTED' } as const

export function reviewShape(address: string, pull: PullRequestView, review: ReviewView, index: number): object {
  return {
    id: pull.number * 1000 + index,
    user: userShape(address, review.author),
    body: review.body,
    state: REVIEW_STATES[review.verdict],
    submitted_at: time(review.atMs),
  }
}
