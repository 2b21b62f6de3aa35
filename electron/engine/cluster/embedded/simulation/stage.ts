/** One rule of the simulated kubelet: which objects, after how long, what then. See kwok's `Stage`. */
export interface Stage {
  readonly name: string
  readonly kind: 'Pod' | 'Node'
  /** jq expressions over the object, with the functions of `pod-queries.ts`; all must give true. */
  readonly when: readonly string[]
  /** Milliseconds; a pair is a range from which each time is drawn. */
  readonly delayMs?: number | readonly [number, number]
  /** jq expression that gives a longer delay, as `12s`. */
  readonly delayFrom?: string
  /** Templates of Event objects, as JSON. */
  readonly events?: readonly string[]
  /** Template of the new status, as YAML. */
  readonly status?: string
  /** Template of an object that is made or renewed after that, as JSON. */
  readonly renews?: string
  readonly delete?: boolean
}

/** The stage as kwok reads it. `functions` are put before each jq expression. */
export function stageDocument(stage: Stage, functions: string): object {
  const [delayMs, jitterMs] = typeof stage.delayMs === 'object' ? stage.delayMs : [stage.delayMs, undefined]
  const jq = (expression: string): string => `${functions}${expression}`
  return {
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'Stage',
    metadata: { name: stage.name },
    spec: {
      resourceRef: { apiGroup: 'v1', kind: stage.kind },
      selector: {
        matchExpressions: stage.when.map((key) => ({ jq: { key: jq(key), operator: 'In', values: ['true'] } })),
      },
      delay: {
        ...(delayMs === undefined ? {} : { durationMilliseconds: delayMs }),
        ...(jitterMs === undefined ? {} : { jitterDurationMilliseconds: jitterMs }),
        ...(stage.delayFrom === undefined ? {} : { durationFrom: { jq: { expression: jq(stage.delayFrom) } } }),
      },
      steps: steps(stage),
    },
  }
}

function steps(stage: Stage): readonly object[] {
  if (stage.delete === true) return [{ delete: true }]
  const apply = (template: string): object => ({ apply: { template } })
  // Events first: the status is what people wait for, and by then the reason should be there to read.
  return [
    ...(stage.events ?? []).map(apply),
    ...(stage.status === undefined
      ? []
      : [{ patch: { subresource: 'status', root: 'status', template: stage.status } }]),
    ...(stage.renews === undefined ? [] : [apply(stage.renews)]),
  ]
}
