import type { GitCheck } from '../../contract/lab.ts'
import type { Finding, Verdict } from '../../contract/verdict.ts'
import type { BranchState } from '../git/repository-state.ts'
import { branchFindings, noBranch, unwelcomeBranch, wantsBranch } from './git-branch.ts'
import { commitFindings, revertFindings } from './git-commits.ts'
import { fileFindings } from './git-files.ts'
import { pullRequestFindings } from './git-pull-request.ts'
import { refusalFindings } from './git-refusals.ts'
import { noRepository, type Looked } from './git-words.ts'
import type { Observation } from './observation.ts'
import { checkPattern } from './pattern.ts'
import { broken, failed, judged, unknown } from './verdicts.ts'

/** What a lab repository holds: everything that is wanted, of the branch and beside it. */
export function git(check: GitCheck, observation: Observation): Verdict {
  const sight = observation.repository(check.repository)
  if ('blind' in sight) return unknown(sight.blind)
  if (sight.state === undefined) return failed([noRepository(check.repository)])
  const problem = patternsOf(check).flatMap((pattern) => checkPattern(pattern) ?? [])[0]
  if (problem !== undefined) return broken(problem)
  const looked = { state: sight.state, branch: check.branch ?? sight.state.defaultBranch }
  return judged([
    ...(wantsBranch(check) ? onBranch(check, looked) : []),
    ...pullRequestFindings(check, looked),
    ...refusalFindings(check, looked),
  ])
}

function onBranch(check: GitCheck, looked: Looked): readonly Finding[] {
  const branch = looked.state.branches.find(({ name }) => name === looked.branch)
  if (check.exists === false) return branch === undefined ? [] : [unwelcomeBranch(looked, branch)]
  return branch === undefined ? [noBranch(looked.state, looked.branch)] : ofBranch(check, { ...looked, at: branch })
}

const ofBranch = (check: GitCheck, looked: Looked & { readonly at: BranchState }): readonly Finding[] => [
  ...branchFindings(check, looked),
  ...check.files.flatMap((wish) => fileFindings(wish, looked)),
  ...commitFindings(check, looked),
  ...revertFindings(check, looked),
]

function patternsOf({ files, commit, reverted }: GitCheck): readonly string[] {
  const patterns = [...files.map((wish) => wish.matches), commit?.subject, commit?.author, reverted]
  return patterns.filter((pattern) => pattern !== undefined)
}
