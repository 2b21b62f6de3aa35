/** Makes verdicts; used by every kind of check. */

import type { Finding, Verdict } from '../../contract/verdict.ts'
import type { Blind, KubeObject, Sight } from './observation.ts'

export const PASSED: Verdict = { outcome: 'passed' }

export const failed = (findings: readonly Finding[]): Verdict => ({ outcome: 'failed', findings })

/** Passed when there is nothing to find. */
export const judged = (findings: readonly Finding[]): Verdict => (findings.length === 0 ? PASSED : failed(findings))

export const unknown = ({ reason, detail }: Blind, findings: readonly Finding[] = []): Verdict => ({
  outcome: 'unknown',
  reason,
  detail,
  ...(findings.length === 0 ? {} : { findings }),
})

/** The check itself is wrong: only its author can mend it. */
export const broken = (what: string): Verdict =>
  unknown({ reason: 'check-broken', detail: `${what} This is a mistake in the lab, not yours; tell its author.` })

/** There is no record of what was typed here, as when a lab is graded against a cluster. */
export const unrecorded = (what: string): Verdict =>
  unknown({ reason: 'no-record', detail: `${what}, so this check cannot be judged here.` })

/** The verdict on what is seen; unknown when nothing is, with the findings from before. */
export function lookAt(sight: Sight, judge: (objects: readonly KubeObject[]) => Verdict): Verdict {
  if (!('blind' in sight)) return judge(sight.objects)
  const before = sight.last === undefined ? PASSED : judge(sight.last)
  return unknown(sight.blind, before.outcome === 'failed' ? before.findings : [])
}
