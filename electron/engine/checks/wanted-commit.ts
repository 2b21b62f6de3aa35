import type { SyncedCheck } from '../../contract/lab.ts'
import type { Finding } from '../../contract/verdict.ts'
import { noBranch } from './git-branch.ts'
import { noRepository } from './git-words.ts'
import type { Blind, Observation } from './observation.ts'

/** The head of a branch of a lab repository, which Flux should be at. */
export interface WantedCommit {
  readonly id: string
  readonly subject: string
  readonly repository: string
  readonly branch: string
}

/** `commit` is undefined when the check leaves to the source what it is at, or when there is none yet. */
export type Wanted =
  { readonly commit: WantedCommit | undefined; readonly findings: readonly Finding[] } | { readonly blind: Blind }

/** What the check wants Flux to be at. */
export function wantedCommit({ repository, branch }: SyncedCheck, observation: Observation): Wanted {
  if (repository === undefined) return { commit: undefined, findings: [] }
  const sight = observation.repository(repository)
  if ('blind' in sight) return sight
  const { state } = sight
  if (state === undefined) return { commit: undefined, findings: [noRepository(repository)] }
  const name = branch ?? state.defaultBranch
  const head = state.branches.find((each) => each.name === name)?.head
  if (head === undefined) return { commit: undefined, findings: [noBranch(state, name)] }
  const subject = state.commits.find(({ id }) => id === head)?.subject ?? ''
  return { commit: { id: head, subject, repository, branch: name }, findings: [] }
}
