import { labId } from '../../electron/contract/ids.ts'
import type { AppSnapshot, LabProgress, LabSummary } from '../../electron/contract/protocol.ts'
import { PROTOCOL_VERSION } from '../../electron/contract/protocol.ts'

export const ROLLOUTS = labId('rollouts')

export const untouched: LabProgress = {
  state: 'untouched',
  passedSteps: 0,
  earned: 0,
  possible: 12,
  hintsUsed: 0,
  shownSteps: 0,
}

export function labSummary(change: Partial<LabSummary> & Pick<LabSummary, 'id' | 'title' | 'order'>): LabSummary {
  return {
    summary: 'What you will know when you are done, in one sentence.',
    track: 'kubernetes',
    minutes: 25,
    stepCount: 6,
    requires: ['objects'],
    missing: [],
    progress: untouched,
    ...change,
  }
}

const done = (earned: number, hintsUsed = 0): LabProgress => ({
  ...untouched,
  state: 'done',
  passedSteps: 6,
  earned,
  hintsUsed,
})

export const fakeLabs: readonly LabSummary[] = [
  labSummary({
    id: labId('first-look'),
    order: 1,
    title: 'A first look at a cluster',
    minutes: 20,
    progress: done(12),
    summary: 'What runs in a cluster, and how to ask it about itself.',
  }),
  labSummary({
    id: labId('namespaces'),
    order: 2,
    title: 'Namespaces are tenants',
    progress: done(11, 1),
    summary: 'Quota, access and network policy, one tenant at a time.',
  }),
  labSummary({
    id: labId('contexts'),
    order: 3,
    title: 'Contexts: which cluster am I talking to?',
    summary: 'Two clusters, one kubeconfig, and never the wrong one.',
  }),
  labSummary({
    id: labId('deployments'),
    order: 4,
    title: 'Deployments keep their promise',
    summary: 'Create, scale, kill a pod, and watch it come back.',
  }),
  labSummary({
    id: ROLLOUTS,
    order: 6,
    title: 'Rollouts and undo',
    minutes: 30,
    progress: { ...untouched, state: 'started', passedSteps: 2, earned: 4, currentStep: 'break' },
    summary: 'Ship a new version, break it on purpose, and take it back.',
  }),
  labSummary({
    id: labId('instavote'),
    order: 9,
    title: 'The instavote application',
    minutes: 30,
    requires: ['containers'],
    missing: ['containers', 'dns'],
    summary: 'Five services that find each other and make one application.',
  }),
  labSummary({
    id: labId('flux'),
    order: 10,
    track: 'gitops',
    requires: ['git', 'flux'],
    title: 'Flux comes aboard',
    summary: 'A repository that the cluster follows by itself.',
  }),
]

export function fakeSnapshot(change: Partial<AppSnapshot> = {}): AppSnapshot {
  return {
    protocolVersion: PROTOCOL_VERSION,
    appVersion: '0.1.0',
    catalogue: {
      labs: fakeLabs,
      broken: [
        {
          folder: 'labs/quotas',
          problems: [
            {
              code: 'lab-invalid',
              at: 'labs/quotas/lab.yaml:31:11',
              happened: 'There is no check of kind "resorce".',
              remedy: 'Did you mean "resource"?',
            },
            {
              code: 'lab-invalid',
              at: 'labs/quotas/lab.yaml:48:7',
              happened: 'A step has no key "instruction".',
              remedy: 'Did you mean "instructions"?',
            },
          ],
        },
      ],
    },
    lab: null,
    clusters: [],
    objects: [],
    terminals: [],
    context: null,
    repositories: [],
    timeline: [],
    toolchain: { state: 'working', tool: 'flux', phase: 'build', done: 7, total: 10 },
    sequence: 0,
    ...change,
  }
}
