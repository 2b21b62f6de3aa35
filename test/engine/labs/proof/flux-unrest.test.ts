import { describe, expect, it } from 'vitest'
import type { KubeObject } from '../../../../electron/engine/checks/observation.ts'
import { REQUESTED_AT } from '../../../../electron/engine/flux/flux-objects.ts'
import { fluxUnrest, type FluxSurroundings } from '../../../../electron/engine/labs/proof/flux-unrest.ts'

type Fields = Readonly<Record<string, unknown>>

const HEAD = 'b'.repeat(40)
const OLD = 'a'.repeat(40)
const at = (commit: string): string => `main@sha1:${commit}`

const AROUND: FluxSurroundings = {
  address: 'https://localhost:7000',
  reconcilesOnPush: true,
  repositories: [
    {
      name: 'fleet',
      defaultBranch: 'main',
      branches: [{ name: 'main', head: HEAD, protected: false, tree: 't', files: {} }],
      ...{ commits: [], pullRequests: [], refused: [] },
    },
  ],
  controllers: [
    { name: 'source-controller', state: 'running', restarts: 0 },
    { name: 'kustomize-controller', state: 'running', restarts: 0 },
  ],
}

const object = (kind: string, name: string, spec: Fields, status: Fields, metadata: Fields = {}): KubeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, namespace: 'flux-system', uid: name, generation: 2, ...metadata } as KubeObject['metadata'],
  spec,
  status: { observedGeneration: 2, ...status },
})
const condition = (type: string, status: string, reason: string, more: Fields = {}) => ({
  type,
  status,
  reason,
  ...more,
})

const URL = { url: 'https://localhost:7000/learner/fleet.git', ref: { branch: 'main' } }
const source = (commit: string, status: Fields = {}, metadata: Fields = {}, spec: Fields = {}) =>
  object('GitRepository', 'fleet', { ...URL, ...spec }, { artifact: { revision: at(commit) }, ...status }, metadata)
const vote = (status: Fields, spec: Fields = {}, name = 'vote') =>
  object('Kustomization', name, { sourceRef: { kind: 'GitRepository', name: 'fleet' }, ...spec }, status)
const applied = { lastAttemptedRevision: at(HEAD), conditions: [condition('Ready', 'True', 'ReconciliationSucceeded')] }

describe('fluxUnrest', () => {
  it.each<[string, readonly KubeObject[], string | undefined]>([
    ['everything applied', [source(HEAD), vote(applied)], undefined],
    ['a commit that was not fetched', [source(OLD)], 'gitrepository/fleet has not fetched bbbbbbb'],
    ['a source that is suspended', [source(OLD, {}, {}, { suspend: true })], undefined],
    [
      'a source that cannot fetch',
      [source(OLD, { conditions: [condition('Ready', 'False', 'GitOperationFailed')] })],
      undefined,
    ],
    [
      'a source that was asked',
      [source(HEAD, { lastHandledReconcileAt: 'one' }, { annotations: { [REQUESTED_AT]: 'two' } })],
      'gitrepository/fleet was asked to look again',
    ],
    [
      'a change that was not seen',
      [source(HEAD, {}, { generation: 3 })],
      'gitrepository/fleet has changes that Flux has not seen',
    ],
    [
      'a change that was seen, and does not work',
      [
        vote({
          conditions: [condition('Ready', 'False', 'BuildFailed', { observedGeneration: 2 })],
          observedGeneration: -1,
        }),
      ],
      undefined,
    ],
    [
      'work under way',
      [vote({ conditions: [condition('Reconciling', 'True', 'Progressing')] })],
      'kustomization/vote is being reconciled',
    ],
    [
      'a failure that is tried again',
      [
        source(HEAD),
        vote({
          lastAttemptedRevision: at(HEAD),
          conditions: [
            condition('Reconciling', 'True', 'ProgressingWithRetry'),
            condition('Ready', 'False', 'HealthCheckFailed'),
          ],
        }),
      ],
      undefined,
    ],
    [
      'a revision that was not applied',
      [source(HEAD), vote({ lastAttemptedRevision: at(OLD) })],
      `kustomization/vote has not applied ${at(HEAD)}`,
    ],
    [
      'a dependency that is not ready',
      [
        source(HEAD),
        vote({ conditions: [condition('Ready', 'False', 'DependencyNotReady')] }, { dependsOn: [{ name: 'db' }] }),
        vote({ lastAttemptedRevision: at(HEAD), conditions: [condition('Ready', 'False', 'BuildFailed')] }, {}, 'db'),
      ],
      undefined,
    ],
    [
      'a dependency that has become ready',
      [
        source(HEAD),
        vote({ conditions: [condition('Ready', 'False', 'DependencyNotReady')] }, { dependsOn: [{ name: 'db' }] }),
        vote(applied, {}, 'db'),
      ],
      'kustomization/vote waits for dependencies that have become ready',
    ],
  ])('judges %s', (_what, objects, expected) => {
    expect(fluxUnrest(objects, AROUND)).toBe(expected)
  })

  it('waits for a source that nobody nudges only when it looks again within seconds', () => {
    const around = { ...AROUND, reconcilesOnPush: false }
    const every = (interval: string) => fluxUnrest([source(OLD, {}, {}, { interval })], around)
    expect([every('10s'), every('1m0s'), every('1h0m0s')]).toEqual([
      'gitrepository/fleet has not fetched bbbbbbb',
      undefined,
      undefined,
    ])
  })

  it('waits for a controller that starts, and not for one that does not run', () => {
    const [running] = AROUND.controllers
    const around = (state: 'starting' | 'absent') => ({ ...AROUND, controllers: [{ ...running!, state }] })
    expect([fluxUnrest([source(OLD)], around('starting')), fluxUnrest([source(OLD)], around('absent'))]).toEqual([
      'source-controller is starting',
      undefined,
    ])
  })
})
