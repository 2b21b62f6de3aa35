import type { Capability, Lab } from '../../contract/lab.ts'
import type { ClusterProvider } from '../cluster/provider.ts'
import { createLabGit } from '../git/lab-git.ts'
import type { Clock } from '../lib/clock.ts'
import type { Log } from '../lib/log.ts'
import type { Toolset } from '../tools/toolset.ts'
import { createWorkspace } from '../workspace/workspace.ts'
import { LabFlux } from './lab-flux.ts'
import { LabRuntime } from './lab-runtime.ts'

export interface CreateLabRuntimeDeps {
  readonly dataRoot: string
  /** Personalised. */
  readonly lab: Lab
  readonly provider: ClusterProvider
  readonly toolset: Toolset
  readonly clock: Clock
  readonly log: Log
}

/** What a lab runs on: a folder and clusters; repositories and Flux where the lab needs them. */
export function createLabRuntime({ dataRoot, lab, provider, toolset, clock, log }: CreateLabRuntimeDeps): LabRuntime {
  const git = hasGit(lab) ? createLabGit({ dataRoot, lab, clock, log }) : undefined
  const workspace = createWorkspace({ dataRoot, toolset, lab, ...(git === undefined ? {} : { git }) })
  const flux = needs(lab, 'flux') ? new LabFlux({ dataRoot, toolset, trust: git, clock, log }) : undefined
  return new LabRuntime({
    ...{ lab, provider, workspace, log },
    ...(git === undefined ? {} : { git }),
    ...(flux === undefined ? {} : { flux }),
  })
}

/** Whether the lab has a Git server of its own. */
export const hasGit = (lab: Lab): boolean => lab.repositories.length > 0 || needs(lab, 'git')

/** Whether the lab, or one of its steps, needs it. */
export const needs = (lab: Lab, capability: Capability): boolean =>
  lab.requires.includes(capability) || lab.steps.some((step) => step.requires.includes(capability))
