import type {
  BranchView,
  FileDiff,
  PullRequestState,
  PullRequestView,
  ReviewView,
} from '../../electron/contract/git.ts'
import { counted } from '../catalogue/catalogue-words.ts'

/** As long as Git and Flux print it. */
export const shortId = (id: string): string => id.slice(0, 7)

/** How a branch stands against the default one. */
export function aheadWords({ ahead, behind, isDefault }: BranchView, defaultBranch: string): string {
  if (isDefault) return ''
  if (ahead === 0 && behind === 0) return `same as ${defaultBranch}`
  if (ahead === 0) return `${behind} behind ${defaultBranch}`
  return `${ahead} ahead of ${defaultBranch}${behind === 0 ? '' : `, ${behind} behind`}`
}

export const PULL_WORDS: Readonly<Record<PullRequestState, string>> = {
  open: 'open',
  merged: 'merged',
  closed: 'closed',
}

export const VERDICT_WORDS: Readonly<Record<ReviewView['verdict'], string>> = {
  approved: 'approved',
  'changes-requested': 'requested changes',
  comment: 'commented',
}

/** The word of the latest reviewers: each reviewer's last verdict counts, comments do not take one back. */
export function reviewWords({ reviews }: PullRequestView): string {
  const last = new Map<string, ReviewView['verdict']>()
  for (const { author, verdict } of reviews) if (verdict !== 'comment') last.set(author, verdict)
  const verdicts = [...last.values()]
  if (verdicts.includes('changes-requested')) return 'changes requested'
  if (verdicts.includes('approved')) return 'approved'
  return reviews.length > 0 ? counted(reviews.length, 'comment') : ''
}

/** Can it be merged, in one sentence. */
export function mergeWords({ mergeable, from, into }: PullRequestView): string {
  switch (mergeable) {
    case 'clean':
      return `It can be merged: ${from} and ${into} do not get in each other’s way.`
    case 'nothing':
      return `Nothing to merge: ${into} has every commit of ${from} already.`
    case 'conflicts':
      return `It cannot be merged yet: ${from} and ${into} changed the same places.`
  }
}

/**
 * What brings two branches together by hand. Nobody can push to a protected one: then it takes a branch of its own, and
 * a pull request for that.
 */
export function conflictCommands({ from, into, conflicts }: PullRequestView, fromIsProtected: boolean): string {
  const between = `${from}-into-${into}`
  return [
    'git fetch origin',
    fromIsProtected ? `git switch -c ${between} origin/${from}` : `git switch ${from}`,
    `git merge origin/${into}`,
    '# put these files right, then:',
    `git add ${conflicts.map(quoted).join(' ') || '.'}`,
    'git commit --no-edit',
    fromIsProtected ? `git push -u origin ${between}` : 'git push',
  ].join('\n')
}

const quoted = (path: string): string => (/^[\w./@+-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`)

export const CHANGE_WORDS: Readonly<Record<FileDiff['change'], string>> = {
  added: 'added',
  changed: 'changed',
  removed: 'removed',
  renamed: 'renamed',
}

export interface LineCounts {
  readonly added: number
  readonly removed: number
}

export function countLines(files: readonly FileDiff[]): LineCounts {
  const lines = files.flatMap((file) => file.hunks.flatMap((hunk) => hunk.lines))
  return {
    added: lines.filter((line) => line.kind === 'added').length,
    removed: lines.filter((line) => line.kind === 'removed').length,
  }
}
