import { describe, expect, it } from 'vitest'
import {
  deployment,
  inventory,
  kustomization,
  ready,
  revision,
  service,
  source,
  judgeSynced as judge,
} from './flux-builders.ts'
import { findingsOf, messagesOf } from './git-builders.ts'

const PASSED = { outcome: 'passed' }
const ALL = [source(), kustomization(), deployment(), service()]

describe('what a Kustomization has applied', () => {
  it('is behind as long as the commit was only fetched', () => {
    const behind = kustomization({
      status: { lastAppliedRevision: revision('1'), lastAttemptedRevision: revision('1') },
    })
    expect(findingsOf(judge([source(), behind, deployment()], { repository: 'instavote' }))).toEqual([
      {
        object: 'kustomization/vote-dev in flux-system',
        path: 'status.lastAppliedRevision',
        expected: 'main@2000000',
        found: 'main@1000000',
        message:
          'Commit 2000000 is fetched, but not applied yet: kustomization/vote-dev has applied main@1000000 so far. Flux looks every 5m0s; not to wait: flux reconcile kustomization vote-dev -n flux-system',
        show: 'flux get kustomizations vote-dev -n flux-system',
      },
    ])
  })

  it('is on its way while Flux is at it', () => {
    const atIt = kustomization({
      status: {
        lastAppliedRevision: undefined,
        conditions: [
          ready('Unknown', 'Progressing', 'Reconciliation in progress'),
          { type: 'Reconciling', status: 'True', reason: 'Progressing', message: 'Running health checks' },
        ],
      },
    })
    expect(messagesOf(judge([source(), atIt, deployment()]))).toEqual([
      'Commit 2000000 is fetched, but not applied yet: kustomization/vote-dev has applied nothing yet. Flux is at it. Flux says: Running health checks',
    ])
  })

  it('is applied already while Flux waits for it to become healthy', () => {
    const message = 'Running health checks for revision main'
    const waiting = kustomization({
      status: {
        lastAppliedRevision: revision('1'),
        conditions: [
          ready('Unknown', 'Progressing', 'Reconciliation in progress'),
          { type: 'Reconciling', status: 'True', reason: 'Progressing', message },
          { type: 'Healthy', status: 'Unknown', reason: 'Progressing', message },
        ],
      },
    })
    expect(messagesOf(judge([source(), waiting, deployment({ availableReplicas: 1 })]))).toEqual([
      'Commit 2000000 is applied by kustomization/vote-dev, but not all of it has become healthy yet; main@1000000 was the last that did. Flux is at it. Flux says: Running health checks for revision main',
      'deployment/vote in dev is applied, but not rolled out yet: 1 of 2 Pods is available.',
    ])
  })

  it('stays applied while Flux goes over the same revision again, as it does every interval', () => {
    const conditions = [ready('Unknown', 'Progressing', 'Reconciliation in progress')]
    const again = (more: Readonly<Record<string, unknown>> = {}) => kustomization({ status: { conditions, ...more } })
    expect(judge([source(), again(), deployment()])).toEqual(PASSED)
    const notDone = ['Flux is not done with kustomization/vote-dev yet. Flux says: Reconciliation in progress']
    const failedBefore = again({ history: [{ lastReconciledStatus: 'HealthCheckFailed' }] })
    expect(messagesOf(judge([source(), failedBefore, deployment()]))).toEqual(notDone)
    expect(messagesOf(judge([source(), again({ observedGeneration: 0 }), deployment()]))).toEqual(notDone)
  })

  it.each([
    [
      'DependencyNotReady',
      "dependency 'flux-system/redis' is not ready",
      "kustomization/vote-dev waits for another Kustomization that it depends on. Flux says: dependency 'flux-system/redis' is not ready",
    ],
    [
      'BuildFailed',
      'kustomize build failed: no matches for Id',
      'The manifests of kustomization/vote-dev cannot be built. Flux says: kustomize build failed: no matches for Id',
    ],
    [
      'ArtifactFailed',
      'kustomization path not found: stat /tmp/drydock/flux/tmp/kustomization-119/nowhere: no such file or directory',
      'kustomization/vote-dev cannot get the files that it should apply. Flux says: kustomization path not found: stat ./nowhere: no such file or directory',
    ],
    ['PruneFailed', 'x', 'kustomization/vote-dev cannot remove what is gone from Git. Flux says: x'],
    [
      'ReconciliationFailed',
      'y'.repeat(400),
      `kustomization/vote-dev cannot be applied. Flux says: ${'y'.repeat(300)}…`,
    ],
  ])('cannot be applied: %s', (reason, words, message) => {
    const failing = kustomization({
      status: { lastAppliedRevision: revision('1'), conditions: [ready('False', reason, words)] },
    })
    expect(messagesOf(judge([source(), failing, deployment()]))).toEqual([
      message,
      expect.stringMatching(/^Commit 2000000 is fetched, but not applied yet/),
    ])
  })

  it('is applied but not healthy, and the workload that is to blame is named', () => {
    const words = "health check failed after 30s: timeout waiting for: [Deployment/dev/vote status: 'InProgress']"
    const failing = kustomization({
      status: { lastAppliedRevision: revision('1'), conditions: [ready('False', 'HealthCheckFailed', words)] },
    })
    const stuck = deployment({ updatedReplicas: 1, availableReplicas: 1 })
    expect(messagesOf(judge([source(), failing, stuck]))).toEqual([
      `kustomization/vote-dev was applied, but not all of it became healthy. Flux says: ${words}`,
      'Commit 2000000 is applied by kustomization/vote-dev, but not all of it has become healthy yet; main@1000000 was the last that did.',
      'deployment/vote in dev is applied, but not rolled out yet: 1 of 2 Pods is of the new version.',
    ])
  })

  it('comes from another source', () => {
    const other = kustomization({ spec: { sourceRef: { kind: 'OCIRepository', name: 'instavote', namespace: 'dev' } } })
    expect(findingsOf(judge([source(), other, deployment()]))).toMatchObject([
      {
        path: 'spec.sourceRef',
        message:
          'kustomization/vote-dev applies what ocirepository/instavote in dev fetches; it should apply what gitrepository/instavote fetches.',
      },
    ])
  })

  it('does not change while the Kustomization is suspended', () => {
    const held = kustomization({ spec: { suspend: true }, status: { lastAppliedRevision: revision('1') } })
    expect(messagesOf(judge([source(), held, deployment()]))).toEqual([
      'kustomization/vote-dev is suspended, so Flux applies nothing for it. It goes on after: flux resume kustomization vote-dev -n flux-system',
      expect.stringMatching(/^Commit 2000000 is fetched, but not applied yet/),
    ])
  })

  it('is not known when the Kustomization was changed since', () => {
    expect(messagesOf(judge([source(), kustomization({ metadata: { generation: 2 } }), deployment()]))).toEqual([
      'kustomization/vote-dev has been changed, and Flux has not looked at it since.',
    ])
  })
})

describe('the inventory of a Kustomization', () => {
  const wish = (kind: string, name: string, apiVersion = 'v1', namespace: string | undefined = 'dev') => ({
    inventory: [{ apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) }],
  })

  it.each([
    [
      wish('Service', 'result'),
      'service/result in dev is not among what kustomization/vote-dev has applied. It has applied deployment/vote, service/vote.',
    ],
    [
      wish('Service', 'votes'),
      'service/votes in dev is not among what kustomization/vote-dev has applied. There is service/vote; is that the one?',
    ],
    [
      wish('Service', 'vote', 'v1', 'prod'),
      'service/vote in prod is not among what kustomization/vote-dev has applied. There is one in dev.',
    ],
    [
      wish('Service', 'vote', 'serving.knative.dev/v1'),
      'service/vote in dev is not among what kustomization/vote-dev has applied. There is one in dev.',
    ],
  ])('lacks what is wanted (%#)', (check, message) => {
    expect(messagesOf(judge(ALL, check))).toEqual([message])
  })

  it('holds objects without a namespace, and names with colons', () => {
    const all = inventory('_dev__Namespace', '_app__admin_rbac.authorization.k8s.io_ClusterRole')
    const objects = [
      source(),
      kustomization({ status: { inventory: all } }),
      { ...service(), kind: 'Namespace', metadata: { name: 'dev', uid: '1' } },
    ]
    expect(judge(objects, wish('Namespace', 'dev', 'v1', ''))).not.toEqual(PASSED)
    const both = {
      inventory: [
        { apiVersion: 'v1', kind: 'Namespace', name: 'dev' },
        { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', name: 'app:admin' },
      ],
    }
    expect(messagesOf(judge(objects, both))).toEqual([
      'clusterrole/app:admin was applied by kustomization/vote-dev, but is not there any more. Flux puts it back when it looks again.',
    ])
  })

  it('says once that something is gone, whether it was wanted by name or runs', () => {
    const gone =
      'deployment/vote in dev was applied by kustomization/vote-dev, but is not there any more. Flux puts it back when it looks again.'
    expect(messagesOf(judge([source(), kustomization()], wish('Deployment', 'vote', 'apps/v1')))).toEqual([gone])
    expect(messagesOf(judge([source(), kustomization()]))).toEqual([gone])
    expect(judge([source(), kustomization()], { running: false })).toEqual(PASSED)
  })

  it('has applied nothing', () => {
    const empty = kustomization({ status: { inventory: undefined } })
    expect(findingsOf(judge([source(), empty], wish('Service', 'vote')))).toEqual([
      {
        object: 'kustomization/vote-dev in flux-system',
        path: 'status.inventory',
        expected: 'service/vote in dev',
        found: 'nothing',
        message: 'service/vote in dev is not among what kustomization/vote-dev has applied. It has applied nothing.',
        show: 'flux tree kustomization vote-dev -n flux-system',
      },
    ])
  })
})
