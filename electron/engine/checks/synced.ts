import type { SyncedCheck } from '../../contract/lab.ts'
import type { Finding, Verdict } from '../../contract/verdict.ts'
import { Eye } from './eye.ts'
import { commitIn, syncedQueries } from './flux-objects.ts'
import { notInstalled } from './flux-words.ts'
import { missingObject } from './missing-object.ts'
import type { Observation } from './observation.ts'
import { kustomizationFindings } from './synced-kustomization.ts'
import { fetchedRevision, sourceFindings } from './synced-source.ts'
import { judged, unknown } from './verdicts.ts'
import { wantedCommit, type WantedCommit } from './wanted-commit.ts'

/** What Git says is what runs: fetched, applied, rolled out; with a finding for whatever stands in the way. */
export function synced(check: SyncedCheck, observation: Observation): Verdict {
  const wanted = wantedCommit(check, observation)
  if ('blind' in wanted) return unknown(wanted.blind)
  const eye = new Eye(observation, check.cluster)
  const findings = [...wanted.findings, ...onItsWay(check, wanted.commit, eye)]
  if (eye.blind === undefined) return judged(findings)
  return unknown(eye.blind, eye.remembersAll ? findings : [])
}

function onItsWay(check: SyncedCheck, wanted: WantedCommit | undefined, eye: Eye): readonly Finding[] {
  const { cluster } = check
  const queries = syncedQueries(check)
  const sources = eye.see(queries.source)
  if (sources === undefined) return [notInstalled('GitRepository', cluster)]
  const [source] = sources
  const fetching =
    source === undefined
      ? [missingObject(queries.source, cluster, eye.observation)]
      : sourceFindings(source, wanted, cluster)
  if (queries.kustomization === undefined) return fetching
  const kustomizations = eye.see(queries.kustomization)
  if (kustomizations === undefined) return [...fetching, notInstalled('Kustomization', cluster)]
  const [kustomization] = kustomizations
  if (kustomization === undefined) return [...fetching, missingObject(queries.kustomization, cluster, eye.observation)]
  if (source === undefined) return fetching
  const commit = wanted?.id ?? commitIn(fetchedRevision(source))
  return [...fetching, ...kustomizationFindings({ check, source, kustomization, commit }, eye)]
}
