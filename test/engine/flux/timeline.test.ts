import { describe, expect, it } from 'vitest'
import { clusterName } from '../../../electron/contract/ids.ts'
import type { KubeObject } from '../../../electron/engine/checks/observation.ts'
import { advanceTimeline, EMPTY_TIMELINE, type Timeline } from '../../../electron/engine/flux/timeline.ts'
import type { RepositoryState } from '../../../electron/engine/git/repository-state.ts'

type Fields = Readonly<Record<string, unknown>>

const ADDRESS = 'https://localhost:7000'
const NEW = 'b'.repeat(40)
const OLD = 'a'.repeat(40)
const NEWER = 'c'.repeat(40)

const object = (kind: string, name: string, fields: Fields, metadata: Fields = {}): KubeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, namespace: 'flux-system', uid: name, ...metadata },
  ...fields,
})

const commit = (id: string, committedAtMs: number) => ({
  ...{ id, parents: [], tree: id, author: 'learner', subject: `Commit ${id[0]}`, body: '', committedAtMs, paths: [] },
})

const repository = (head: string): RepositoryState => ({
  name: 'fleet',
  defaultBranch: 'main',
  branches: [{ name: 'main', head, protected: false, tree: head, files: {} }],
  commits: [commit(OLD, 1000), commit(NEW, 2000), commit(NEWER, 3000)],
  pullRequests: [],
  refused: [],
})

const at = (revision: string) => `main@sha1:${revision}`

const source = (revision: string | undefined, more: Fields = {}) =>
  object('GitRepository', 'fleet', {
    spec: { url: `${ADDRESS}/learner/fleet.git`, ref: { branch: 'main' } },
    status: { ...(revision === undefined ? {} : { artifact: { revision: at(revision) } }), ...more },
  })

const kustomization = (status: Fields) =>
  object('Kustomization', 'vote', {
    spec: { sourceRef: { kind: 'GitRepository', name: 'fleet' } },
    status: { inventory: { entries: [{ id: 'shop_vote_apps_Deployment' }, { id: 'shop_vote__Service' }] }, ...status },
  })

const deployment = (generation: number, status: Fields) =>
  object(
    'Deployment',
    'vote',
    {
      spec: { replicas: 2, selector: { matchLabels: { app: 'vote' } } },
      status: { observedGeneration: generation, ...status },
    },
    { namespace: 'shop', generation },
  )
const RUNS = { updatedReplicas: 2, availableReplicas: 2 }

interface World {
  readonly nowMs: number
  readonly head?: string
  readonly source?: KubeObject
  readonly kustomization?: KubeObject
  readonly deployment?: KubeObject
  readonly pods?: readonly KubeObject[]
}

/** One look after the other; a world without a field is as the one before. */
function live(...worlds: readonly World[]): Timeline {
  let timeline = EMPTY_TIMELINE
  let now: Required<World> = {
    ...{ nowMs: 0, head: OLD, source: source(OLD), kustomization: kustomization({ lastAppliedRevision: at(OLD) }) },
    ...{ deployment: deployment(1, RUNS), pods: [] },
  }
  for (const world of worlds) {
    now = { ...now, ...world }
    timeline = advanceTimeline(timeline, {
      nowMs: now.nowMs,
      addresses: [ADDRESS],
      repositories: [repository(now.head)],
      clusters: [
        {
          cluster: clusterName('dev'),
          sources: [now.source],
          kustomizations: [now.kustomization],
          workloads: [now.deployment],
          pods: now.pods,
        },
      ],
    })
  }
  return timeline
}

const NOT_READY = (reason: string, message: string) => ({
  conditions: [{ type: 'Ready', status: 'False', reason, message }],
})

describe('the timeline', () => {
  it('follows a commit from station to station', () => {
    const { entries } = live(
      { nowMs: 5000 },
      { nowMs: 6000, head: NEW },
      { nowMs: 7000, source: source(NEW) },
      { nowMs: 8000, kustomization: kustomization({ lastAppliedRevision: at(NEW) }), deployment: deployment(2, {}) },
      { nowMs: 9000, deployment: deployment(2, { updatedReplicas: 2 }) },
      { nowMs: 10_000, deployment: deployment(2, RUNS) },
    )
    expect(entries[0]).toEqual({
      id: `dev:flux-system/vote:main@${NEW}`,
      cluster: 'dev',
      repository: 'fleet',
      branch: 'main',
      commit: NEW,
      subject: 'Commit b',
      author: 'learner',
      source: 'flux-system/fleet',
      kustomization: 'flux-system/vote',
      reachedAtMs: { committed: 2000, fetched: 7000, applied: 8000, rolledOut: 9000, ready: 10_000 },
      workloads: ['deployment/vote in shop'],
      superseded: false,
      before: { shop_vote_apps_Deployment: 1 },
    })
    expect(entries.map((entry) => entry.commit)).toEqual([NEW, OLD])
  })

  it('takes the times of the objects for what happened while nobody looked', () => {
    const readyAt = (seconds: number) => [
      { type: 'Ready', status: 'True', lastTransitionTime: new Date(seconds * 1000).toISOString() },
    ]
    const { entries } = live({
      nowMs: 900_000,
      source: source(OLD, { artifact: { revision: at(OLD), lastUpdateTime: new Date(60_000).toISOString() } }),
      kustomization: kustomization({ lastAppliedRevision: at(OLD), conditions: readyAt(70) }),
    })
    expect(entries[0]?.reachedAtMs).toEqual({
      ...{ committed: 1000, fetched: 60_000, applied: 70_000, rolledOut: 70_000, ready: 70_000 },
    })
  })

  it('is the same object when there is nothing new', () => {
    const world = { nowMs: 5000 }
    const once = live(world)
    const twice = live(world, { nowMs: 9000 })
    expect(twice).toEqual(once)
  })

  it('names no workload that the change has not touched', () => {
    const { entries } = live(
      { nowMs: 5000 },
      { nowMs: 6000, head: NEW, source: source(NEW), kustomization: kustomization({ lastAppliedRevision: at(NEW) }) },
    )
    expect([entries[0]?.workloads, entries[0]?.reachedAtMs.ready]).toEqual([[], 6000])
  })

  it('counts a change as applied while its health is being checked', () => {
    const checking = {
      lastAttemptedRevision: at(NEW),
      conditions: [{ type: 'Reconciling', status: 'True', message: 'Running health checks for revision x' }],
    }
    const { entries } = live(
      { nowMs: 5000 },
      { nowMs: 6000, head: NEW, source: source(NEW), kustomization: kustomization(checking) },
    )
    expect(entries[0]?.reachedAtMs.applied).toBe(6000)
  })

  it.each<[string, World, string]>([
    [
      'a source that cannot fetch',
      { nowMs: 6000, head: NEW, source: source(OLD, NOT_READY('GitOperationFailed', 'authentication required')) },
      'authentication required',
    ],
    [
      'a build that fails',
      {
        nowMs: 6000,
        head: NEW,
        source: source(NEW),
        kustomization: kustomization(NOT_READY('BuildFailed', 'no such file')),
      },
      'no such file',
    ],
    [
      'pods that do not start',
      {
        nowMs: 6000,
        head: NEW,
        source: source(NEW),
        kustomization: kustomization({ lastAppliedRevision: at(NEW) }),
        deployment: deployment(2, { updatedReplicas: 1 }),
        pods: [
          object(
            'Pod',
            'vote-1',
            {
              status: {
                containerStatuses: [{ state: { waiting: { reason: 'ErrImagePull', message: 'no such tag' } } }],
              },
            },
            { namespace: 'shop', labels: { app: 'vote' } },
          ),
        ],
      },
      'pod/vote-1: ErrImagePull: no such tag',
    ],
  ])('says what stands in the way: %s', (_what, world, problem) => {
    expect(live({ nowMs: 5000 }, world).entries[0]?.problem).toBe(problem)
  })

  it('forgets what stood in the way once it does not', () => {
    const broken = source(OLD, NOT_READY('GitOperationFailed', 'no'))
    const { entries } = live(
      { nowMs: 5000 },
      { nowMs: 6000, head: NEW, source: broken },
      { nowMs: 7000, source: source(NEW), kustomization: kustomization({ lastAppliedRevision: at(NEW) }) },
    )
    expect([entries[0]?.problem, entries[0]?.reachedAtMs.ready]).toEqual([undefined, 7000])
  })

  it('leaves a change behind that a newer one has overtaken, and a ready one as it is', () => {
    const { entries } = live(
      { nowMs: 5000 },
      { nowMs: 6000, head: NEW, source: source(NEW) },
      { nowMs: 7000, head: NEWER, source: source(NEWER) },
      { nowMs: 8000, kustomization: kustomization({ lastAppliedRevision: at(NEWER) }) },
    )
    expect(entries.map(({ commit: id, superseded, reachedAtMs }) => [id, superseded, reachedAtMs.ready])).toEqual([
      [NEWER, false, 8000],
      [NEW, true, undefined],
      [OLD, false, 5000],
    ])
  })

  it('looks at nothing that does not come from the lab', () => {
    const elsewhere = object('GitRepository', 'fleet', {
      spec: { url: 'https://github.com/learner/fleet.git', ref: { branch: 'main' } },
    })
    expect(live({ nowMs: 5000, source: elsewhere }).entries).toEqual([])
  })
})
