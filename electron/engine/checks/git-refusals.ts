import type { GitCheck } from '../../contract/lab.ts'
import type { Finding } from '../../contract/verdict.ts'
import { branchTitle, type Looked } from './git-words.ts'
import { NOTHING } from './render.ts'

/** A push to the branch was refused (or, for `false`, none was); whether the branch is there does not matter. */
export function refusalFindings({ refused: wanted }: GitCheck, looked: Looked): readonly Finding[] {
  const { state, branch } = looked
  const last = state.refused.findLast((push) => push.branch === branch)
  if (wanted === undefined || wanted === (last !== undefined)) return []
  const common = { object: branchTitle(looked), path: '' }
  if (last !== undefined) {
    const message = `A push to ${branch} of ${state.name} was refused: ${sentence(last.reason)}`
    return [{ ...common, expected: 'no refused push', found: last.reason, message }]
  }
  const message = `No push to ${branch} of ${state.name} has been refused so far; try one.`
  return [{ ...common, expected: 'a refused push', found: NOTHING, message }]
}

const sentence = (text: string): string => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`)
