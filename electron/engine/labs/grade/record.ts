/** What is known of a learner besides the cluster: the part of the record that a grade needs. */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LabId } from '../../../contract/ids.ts'
import type { KubeconfigView, RanCommand, RepositorySight } from '../../checks/observation.ts'
import { readRepositories } from '../../git/lab-git.ts'
import type { Disposable } from '../../lib/disposable.ts'
import { ProgressStore, UNTOUCHED } from '../../progress/progress-store.ts'
import { workspacePaths } from '../../workspace/environment.ts'
import { viewKubeconfig } from '../../workspace/kubeconfig.ts'

export interface RecordReader extends Disposable {
  /** What the learner's variables were drawn from; undefined when the lab was never begun. */
  readonly seed: string | undefined
  readonly kubeconfig: KubeconfigView
  /** `null` where nothing is recorded. */
  commands(step: string): readonly RanCommand[] | null
  answer(step: string, check: string): string | undefined | null
  /** A repository of the learner, as it lies on disk. */
  repository(name: string): RepositorySight
  /** Latched checks as `STEP/CHECK`. */
  readonly latches: readonly string[]
  /** How many hints were opened, and whether the solution was shown. */
  help(step: string): { readonly hints: number; readonly shown: boolean }
}

/** A grade without a learner: only the cluster, and the kubeconfig that leads to it. */
export function noRecord(kubeconfigText?: string): RecordReader {
  return {
    seed: undefined,
    kubeconfig: kubeconfigText === undefined ? NO_KUBECONFIG : viewKubeconfig(kubeconfigText),
    commands: () => null,
    answer: () => null,
    repository: () => NO_REPOSITORIES,
    latches: [],
    help: () => ({ hints: 0, shown: false }),
    dispose: () => undefined,
  }
}

const NO_KUBECONFIG: KubeconfigView = {
  blind: { reason: 'no-record', detail: 'There is no kubeconfig of a learner here.' },
}

const NO_REPOSITORIES: RepositorySight = {
  blind: { reason: 'no-record', detail: 'There are no repositories of a learner here.' },
}

/** The record in a data folder. Where there is none, or the lab was never begun, everything in it is absent. */
export async function readRecord(dataRoot: string, lab: LabId): Promise<RecordReader> {
  const kubeconfig = readKubeconfig(workspacePaths(dataRoot, lab).kubeconfig)
  const file = join(dataRoot, 'drydock.db')
  if (!existsSync(file)) return { ...noRecord(), kubeconfig }
  const repositories = await readRepositories(dataRoot, lab)
  const store = new ProgressStore(file)
  const begun = store.lab(lab)
  const steps = store.steps(lab)
  return {
    seed: begun?.seed,
    kubeconfig,
    commands: (step) => (begun === undefined ? null : store.commands(lab, step)),
    answer: (step, check) => (begun === undefined ? null : store.answers(lab, step).get(check)),
    repository: (name) => (begun === undefined ? NO_REPOSITORIES : { state: repositories.get(name) }),
    latches: store.latches(lab),
    help: (step) => steps.get(step) ?? UNTOUCHED,
    dispose: () => store.dispose(),
  }
}

function readKubeconfig(path: string): KubeconfigView {
  return existsSync(path) ? viewKubeconfig(readFileSync(path, 'utf8')) : NO_KUBECONFIG
}
