import type { SyncedCheck } from '../../contract/lab.ts'
import type { Verdict } from '../../contract/verdict.ts'
import { failed, lookAt } from './verdicts.ts'
import type { Observation } from './observation.ts'

/** What Git says is what runs. */
export function synced(check: SyncedCheck, observation: Observation): Verdict {
  const { source: name, namespace, cluster } = check
  const query = { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository', name, namespace }
  return lookAt(observation.sight(query, cluster), () => failed([]))
}
