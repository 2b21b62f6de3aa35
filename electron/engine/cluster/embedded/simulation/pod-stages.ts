import { CONTAINER_STAGES } from './container-stages.ts'
import {
  BEGIN,
  choose,
  COMPLETED,
  containerEvent,
  containerStatuses,
  endNow,
  INITIALIZED,
  KEEP,
  NOT_INITIALIZED,
  PHASE,
  READINESS,
  wait,
} from './pod-templates.ts'
import type { Stage } from './stage.ts'

const pod = (name: string, rest: Omit<Stage, 'name' | 'kind'>): Stage => ({ name: `pod-${name}`, kind: 'Pod', ...rest })

/** Accepted by the node: it has an address, and its containers are being made. */
const CREATE = pod('create', {
  when: ['(leaving or created or over) | not'],
  delayMs: [100, 200],
  status: `${BEGIN}
phase: Pending
startTime: {{ $now | quote }}
hostIP: {{ NodeIPWith .spec.nodeName | quote }}
{{- $ip := PodIPWith .spec.nodeName (or .spec.hostNetwork false) (or .metadata.uid "") (or .metadata.name "") (or .metadata.namespace "") }}
podIP: {{ $ip | quote }}
podIPs:
- ip: {{ $ip | quote }}
${containerStatuses('container', wait('(ternary "ContainerCreating" "PodInitializing" (empty $pod.spec.initContainers))'))}
{{- if .spec.initContainers }}{{ $unready = list }}
${containerStatuses('initContainer', wait('"PodInitializing"'))}
{{- end }}
conditions:
{{- if .spec.initContainers }}${NOT_INITIALIZED}
{{- else }}${INITIALIZED}
{{- end }}${READINESS}`,
})

/** A readiness probe succeeds, after the delay that it asks for. */
const READY = pod('ready', {
  when: ['alive', 'initialized', 'any(mains[]; awaited and (.spec | hopeless | not))'],
  delayMs: 500,
  delayFrom: '[mains[] | select(awaited) | .spec.readinessProbe.initialDelaySeconds // 0] | max + 0.5 | seconds',
  status: `${BEGIN}${containerStatuses('container', `${KEEP} }}{{ if and $state.running (not $crashes) (not $hopeless) }}{{ $_ := set $status "ready" true }}{{ end`)}
conditions:${READINESS}${PHASE}`,
})

/** A readiness probe that cannot succeed, said once. */
const UNREADY = pod('unready', {
  when: ['alive', 'initialized', 'any(mains[]; awaited and (.spec | hopeless))'],
  delayMs: 2000,
  events: [containerEvent('Warning', 'Unhealthy', '"Readiness probe failed"')],
})

/** A pod that is not meant to run for ever, with a command that ends. */
const COMPLETE = pod('complete', {
  when: [
    'alive',
    'initialized',
    '.spec.restartPolicy != "Always"',
    'all(mains[]; running and (changed | not))',
    'any(mains[]; .spec | crashes or endless) | not',
    'any(.metadata.ownerReferences[]?; .kind == "Job") or any(mains[]; .spec | line != "")',
  ],
  delayMs: 1000,
  delayFrom: '[mains[].spec | slept // empty] | max // empty | seconds',
  status: `${BEGIN}${containerStatuses('container', endNow('0', 'Completed'))}
conditions:${COMPLETED}
phase: Succeeded`,
})

/** One that must not be restarted has failed. */
const FAIL = pod('fail', {
  when: ['alive', '.spec.restartPolicy == "Never"', 'any(mains[], inits[]; failed)'],
  delayMs: 200,
  status: `${BEGIN}${containerStatuses('container', choose('$state.running', endNow('143', 'Error'), KEEP))}
conditions:${READINESS}
phase: Failed`,
})

/** Deleted, but something waits for its end (a Job counts its pods): the end is shown before the pod goes. */
const LEAVE = pod('leave', {
  when: ['leaving', 'finalized', 'created', 'over | not'],
  delayMs: [200, 400],
  status: `${BEGIN}${containerStatuses('container', choose('$state.terminated', KEEP, endNow('137', 'Error')))}
conditions:${READINESS}
phase: Failed`,
})

const DELETE = pod('delete', {
  when: ['leaving', '(finalized | not) or over or (created | not)'],
  delayMs: [300, 500],
  delete: true,
})

export const POD_STAGES: readonly Stage[] = [CREATE, ...CONTAINER_STAGES, READY, UNREADY, COMPLETE, FAIL, LEAVE, DELETE]
