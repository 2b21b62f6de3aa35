/** What a `git` check wants of the commits of a branch: that there is one, and that one was reverted. */

import type { CommitWish, GitCheck } from '../../contract/lab.ts'
import type { Finding } from '../../contract/verdict.ts'
import type { CommitState, RepositoryState } from '../git/repository-state.ts'
import { commitsOf } from './git-history.ts'
import { branchTitle, commitName, listed, short, showLog, type LookedAt } from './git-words.ts'
import { compilePattern } from './pattern.ts'
import { NOTHING, renderInSentence } from './render.ts'

/** There is a commit of which all that is wanted is so; else what is wrong with the one that comes nearest. */
export function commitFindings({ commit: wish }: GitCheck, looked: LookedAt): readonly Finding[] {
  if (wish === undefined) return []
  const { subject } = wish
  const commits = commitsOf(looked.state, looked.at.head)
  const meant = subject === undefined ? commits : commits.filter((commit) => fits(subject, commit.subject))
  const measured = meant.map((commit) => missesOf(wish, commit, looked))
  const fewest = Math.min(...measured.map((misses) => misses.length))
  return measured.find((misses) => misses.length === fewest) ?? [noSuchCommit(looked, commits, wish)]
}

function missesOf({ author, touches }: CommitWish, commit: CommitState, looked: LookedAt): readonly Finding[] {
  const misses: Finding[] = []
  if (author !== undefined && !fits(author, commit.author)) {
    const says = `is by ${commit.author}; it should be by ${author}`
    misses.push(ofCommit(looked, commit, 'author', [author, commit.author], says))
  }
  if (touches !== undefined && !commit.paths.some((path) => isAt(path, touches))) {
    const paths = commit.paths.length === 0 ? NOTHING : listed(commit.paths)
    const says = `changes ${paths}; it should change ${touches}`
    misses.push(ofCommit(looked, commit, 'files', [touches, paths], says))
  }
  return misses
}

/** Of a pattern for a whole text. */
const fits = (pattern: string, text: string): boolean => compilePattern(pattern).matches(text)

/** Whether the path is that file, or in that folder. */
function isAt(path: string, wanted: string): boolean {
  const folder = wanted.endsWith('/') ? wanted : `${wanted}/`
  return path === wanted || path.startsWith(folder)
}

function ofCommit(
  looked: LookedAt,
  commit: CommitState,
  path: string,
  [expected, found]: readonly [string, string],
  says: string,
): Finding {
  const object = `commit ${short(commit.id)} of ${looked.state.name}`
  const message = `Commit ${commitName(commit)} on ${looked.branch} of ${looked.state.name} ${says}.`
  return { object, path, expected, found, message, show: showLog(looked) }
}

function noSuchCommit(looked: LookedAt, [newest]: readonly CommitState[], { subject }: CommitWish): Finding {
  const wanted = subject === undefined ? 'such a commit' : `a commit with the subject ${renderInSentence(subject)}`
  const last = newest === undefined ? '' : ` The newest one is ${commitName(newest)}.`
  return {
    object: branchTitle(looked),
    path: '',
    expected: wanted,
    found: newest === undefined ? NOTHING : commitName(newest),
    message: `Branch ${looked.branch} of ${looked.state.name} does not have ${wanted} yet.${last} A commit counts once it is pushed.`,
    show: showLog(looked),
  }
}

/** Git's own words in the message of a revert. */
const REVERTS = /This reverts commit ([0-9a-f]{7,40})\b/g

/** A commit with such a subject was taken back on the branch, and that was not taken back in turn. */
export function revertFindings({ reverted: subject }: GitCheck, looked: LookedAt): readonly Finding[] {
  if (subject === undefined) return []
  const commits = commitsOf(looked.state, looked.at.head)
  const meant = commits.filter((commit) => fits(subject, commit.subject))
  const undone = undoneBy(looked.state, commits)
  if (meant.some(({ id }) => undone.has(id))) return []
  const [last] = meant
  if (last === undefined) return [noSuchCommit(looked, commits, { subject })]
  return [
    {
      object: `commit ${short(last.id)} of ${looked.state.name}`,
      path: '',
      expected: 'reverted',
      found: 'not reverted',
      message: `Commit ${commitName(last)} on ${looked.branch} of ${looked.state.name} has not been reverted there yet.`,
      show: showLog(looked),
    },
  ]
}

/** Ids of all commits that are taken back, as far as the reverts themselves stand: of two, the newer one decides. */
function undoneBy(state: RepositoryState, commits: readonly CommitState[]): ReadonlySet<string> {
  const undone = new Set<string>()
  for (const { id, subject, body } of commits) {
    if (undone.has(id)) continue
    const named = [...`${subject}\n${body}`.matchAll(REVERTS)].flatMap(([, of]) => of ?? [])
    for (const commit of commits.filter((each) => named.some((of) => each.id.startsWith(of))))
      for (const each of broughtBy(state, commit)) undone.add(each)
  }
  return undone
}

/** A merge brings all that its branch had; whoever reverts it takes all of that back. */
function broughtBy(state: RepositoryState, { id, parents }: CommitState): readonly string[] {
  const [before, ...others] = parents
  if (before === undefined || others.length === 0) return [id]
  const there = new Set(commitsOf(state, before).map((commit) => commit.id))
  return commitsOf(state, id).flatMap((commit) => (there.has(commit.id) ? [] : [commit.id]))
}
