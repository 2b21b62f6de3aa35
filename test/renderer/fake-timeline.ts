import type { ChangeEntry } from '../../electron/contract/timeline.ts'
import { DEV } from './fake-cluster.ts'
import { idOf } from './fake-git.ts'

export function change(letter: string, entry: Partial<ChangeEntry> = {}): ChangeEntry {
  return {
    id: `dev ${letter}`,
    cluster: DEV,
    repository: 'instavote',
    branch: 'main',
    commit: idOf(letter),
    subject: `Commit ${letter}`,
    author: 'learner',
    kustomization: 'flux-system/vote-dev',
    reachedAtMs: {},
    workloads: [],
    superseded: false,
    ...entry,
  }
}

/** One of each: under way, stuck, overtaken, and done. */
export function fakeTimeline(now: number): ChangeEntry[] {
  const at = (secondsAgo: number): number => now - secondsAgo * 1_000
  return [
    change('g', {
      subject: 'Say why there are three',
      reachedAtMs: { committed: at(3), fetched: at(2.6), applied: at(1.4) },
      workloads: ['deployment/vote in dev'],
    }),
    change('e', {
      subject: 'Merge branch redis-limits into main',
      reachedAtMs: { committed: at(95), fetched: at(94.1) },
      problem:
        "kustomize build failed: accumulating resources: accumulation err='accumulating resources from 'deploy/redis': open /deploy/redis: no such file or directory'",
    }),
    change('d', {
      subject: 'Give redis a memory limit',
      reachedAtMs: { committed: at(400), fetched: at(399) },
      superseded: true,
    }),
    change('c', {
      subject: 'Move vote to version 4',
      reachedAtMs: {
        committed: at(904),
        fetched: at(903.6),
        applied: at(902.4),
        rolledOut: at(900.9),
        ready: at(899.8),
      },
      workloads: [
        'deployment/vote in dev',
        'deployment/redis in dev',
        'deployment/db in dev',
        'deployment/worker in dev',
      ],
    }),
  ]
}
