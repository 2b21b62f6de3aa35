import type { GitCheck } from '../../contract/lab.ts'
import type { Verdict } from '../../contract/verdict.ts'
import type { Observation } from './observation.ts'
import { failed, unknown } from './verdicts.ts'

/** What a lab repository holds. */
export function git(check: GitCheck, observation: Observation): Verdict {
  const sight = observation.repository(check.repository)
  return 'blind' in sight ? unknown(sight.blind) : failed([])
}
