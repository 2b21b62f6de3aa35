import { describe, expect, it } from 'vitest'
import { clusterName } from '../../../electron/contract/ids.ts'
import type { ObjectState } from '../../../electron/contract/cluster.ts'
import type { KubeObject } from '../../../electron/engine/checks/observation.ts'
import { summarise } from '../../../electron/engine/panel/summarise.ts'
import { condition, look, object, template } from './glance-builder.ts'

describe('summarise', () => {
  it('says whose object it is and how old', () => {
    const pod = object(
      'v1 Pod',
      {},
      { ownerReferences: [{ uid: 'rs', kind: 'ReplicaSet', name: 'x' }], creationTimestamp: '2026-01-02T03:04:05Z' },
    )
    expect(summarise(pod, clusterName('dev'), { readyEndpoints: () => undefined, sourceUid: () => undefined })).toEqual(
      {
        cluster: 'dev',
        uid: 'u1',
        apiVersion: 'v1',
        kind: 'Pod',
        name: 'vote',
        namespace: 'shop',
        owners: ['rs'],
        state: 'unwell',
        word: 'Unknown',
        facts: [],
        createdAtMs: Date.UTC(2026, 0, 2, 3, 4, 5),
      },
    )
  })

  it.each<[KubeObject, [ObjectState, string, ...string[]]]>([
    [
      object(
        'apps/v1 ReplicaSet',
        { spec: { replicas: 2, template }, status: { readyReplicas: 2 } },
        { annotations: { 'deployment.kubernetes.io/revision': '3' } },
      ),
      ['well', '2 of 2 ready', 'vote:v4', 'revision 3'],
    ],
    [object('apps/v1 ReplicaSet', { spec: { replicas: 0, template } }), ['neutral', 'scaled to 0', 'vote:v4']],
    [
      object('apps/v1 ReplicaSet', {
        spec: { replicas: 1 },
        status: { conditions: [condition('ReplicaFailure', 'True', { message: 'forbidden' })] },
      }),
      ['unwell', '0 of 1 ready', 'forbidden'],
    ],
    [
      object('apps/v1 StatefulSet', { spec: { replicas: 3, template }, status: { readyReplicas: 1 } }),
      ['progressing', '1 of 3 ready', 'vote:v4'],
    ],
    [
      object('apps/v1 DaemonSet', { spec: { template }, status: { desiredNumberScheduled: 2, numberReady: 2 } }),
      ['well', '2 of 2 ready', 'vote:v4'],
    ],
    [
      object('batch/v1 Job', { spec: { completions: 2, template }, status: { succeeded: 1 } }),
      ['progressing', '1 of 2 done', 'vote:v4'],
    ],
    [
      object('batch/v1 Job', {
        spec: { template },
        status: { succeeded: 1, conditions: [condition('Complete', 'True')] },
      }),
      ['well', '1 of 1 done', 'vote:v4'],
    ],
    [
      object('batch/v1 Job', {
        spec: { template },
        status: { conditions: [condition('Failed', 'True', { reason: 'BackoffLimitExceeded' })] },
      }),
      ['unwell', '0 of 1 done', 'vote:v4', 'BackoffLimitExceeded'],
    ],
    [object('batch/v1 Job', { spec: { suspend: true } }), ['neutral', 'suspended']],
    [
      object('batch/v1 CronJob', { spec: { schedule: '*/5 * * * *', jobTemplate: { spec: { template } } } }),
      ['well', '*/5 * * * *', 'vote:v4'],
    ],
    [object('batch/v1 CronJob', { spec: { schedule: '@daily', suspend: true } }), ['neutral', 'suspended', '@daily']],
    [object('v1 Namespace', { status: { phase: 'Active' } }), ['well', 'Active']],
    [object('v1 Namespace', { status: { phase: 'Terminating' } }), ['leaving', 'Terminating']],
    [
      object('v1 Node', {
        spec: { unschedulable: true },
        status: { conditions: [condition('Ready', 'True')], nodeInfo: { kubeletVersion: 'v1.36.3' } },
      }),
      ['well', 'Ready', 'SchedulingDisabled', 'v1.36.3'],
    ],
    [object('v1 Node', { status: { conditions: [condition('Ready', 'Unknown')] } }), ['unwell', 'NotReady']],
    [
      object('v1 ResourceQuota', {
        status: {
          hard: { 'requests.cpu': '2', 'count/deployments.apps': '2', pods: '4' },
          used: { pods: '2', 'requests.cpu': '500m' },
        },
      }),
      ['neutral', '2 of 4 pods', '0 of 2 deployments', '500m of 2 requests.cpu'],
    ],
    [
      object('v1 ResourceQuota', { status: { hard: { pods: '4' }, used: { pods: '4' } } }),
      ['neutral', '4 of 4 pods', 'full'],
    ],
    [object('v1 ResourceQuota', { spec: { hard: { pods: '4' } } }), ['neutral', '0 of 4 pods']],
    [object('v1 LimitRange', { spec: { limits: [{ type: 'Container' }] } }), ['neutral', 'limits for each Container']],
    [
      object('rbac.authorization.k8s.io/v1 Role', { rules: [{ verbs: ['get', 'list'], resources: ['pods'] }] }),
      ['neutral', '1 rule', 'get, list pods'],
    ],
    [
      object('rbac.authorization.k8s.io/v1 RoleBinding', {
        roleRef: { kind: 'ClusterRole', name: 'edit' },
        subjects: [
          { kind: 'User', name: 'dev' },
          { kind: 'ServiceAccount', name: 'bot' },
        ],
      }),
      ['neutral', 'ClusterRole edit → user dev, service account bot'],
    ],
    [
      object('rbac.authorization.k8s.io/v1 RoleBinding', { roleRef: { kind: 'Role', name: 'r' } }),
      ['neutral', 'Role r → nobody'],
    ],
    [object('v1 ServiceAccount'), ['neutral', 'identity for pods']],
    [object('v1 ConfigMap', { data: { a: '1' }, binaryData: { b: '' } }), ['neutral', '2 keys', 'a', 'b']],
    [
      object('v1 Secret', { type: 'Opaque', data: { password: 'aHVudGVyMg==' } }),
      ['neutral', '1 key', 'Opaque', 'password'],
    ],
    [
      object('v1 PersistentVolumeClaim', {
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        status: { phase: 'Pending' },
      }),
      ['progressing', 'Pending', '1Gi', 'ReadWriteOnce'],
    ],
    [
      object('v1 PersistentVolumeClaim', { status: { phase: 'Bound', capacity: { storage: '2Gi' } } }),
      ['well', 'Bound', '2Gi'],
    ],
    [
      object('networking.k8s.io/v1 Ingress', {
        spec: { rules: [{ host: 'vote.example', http: { paths: [{ backend: { service: { name: 'vote' } } }] } }] },
      }),
      ['neutral', 'vote.example', 'vote'],
    ],
    [
      object('networking.k8s.io/v1 NetworkPolicy', { spec: { podSelector: {} } }),
      ['neutral', 'Ingress for all pods', 'ingress: nothing allowed'],
    ],
    [
      object('networking.k8s.io/v1 NetworkPolicy', {
        spec: {
          podSelector: { matchLabels: { app: 'db' } },
          policyTypes: ['Ingress', 'Egress'],
          ingress: [{}],
          egress: [],
        },
      }),
      ['neutral', 'Ingress and Egress for app=db', 'ingress: 1 rule', 'egress: nothing allowed'],
    ],
    [
      object('helm.toolkit.fluxcd.io/v2 HelmRelease', {
        status: { conditions: [condition('Ready', 'True', { message: 'Applied revision: main' })] },
      }),
      ['well', 'Ready', 'Applied revision: main'],
    ],
    [
      object('source.toolkit.fluxcd.io/v1 GitRepository', {
        status: { conditions: [condition('Ready', 'False', { reason: 'GitOperationFailed', message: 'no route' })] },
      }),
      ['unwell', 'GitOperationFailed', 'no route'],
    ],
    [
      object('example.com/v1 Thing', {
        status: { conditions: [condition('Ready', 'Unknown', { reason: 'Progressing' })] },
      }),
      ['progressing', 'Progressing'],
    ],
    [object('example.com/v1 Thing', { status: { phase: 'Frozen' } }), ['neutral', 'Frozen']],
    [object('example.com/v1 Thing', { status: 'odd', spec: null }), ['neutral', 'exists']],
    [object('example.com/v1 Thing', {}, { deletionTimestamp: '2026-01-01T00:00:00Z' }), ['leaving', 'exists']],
    [object('example.com/v1 constructor'), ['neutral', 'exists']],
  ])('says what a person wants to know, case %#', (of, expected) => {
    expect(look(of)).toEqual(expected)
  })
})
