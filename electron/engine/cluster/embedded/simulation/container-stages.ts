import {
  BEGIN,
  choose,
  containerEvent,
  containerStatuses,
  type ContainerKind,
  endNow,
  EXIT_CODE,
  INITIALIZED,
  KEEP,
  NOT_INITIALIZED,
  PHASE,
  READINESS,
  runNow,
  wait,
} from './pod-templates.ts'
import type { Stage } from './stage.ts'

/** What holds for containers of one kind: how queries call them, when it is their turn, what they mean for the pod. */
interface Kind {
  readonly kind: ContainerKind
  readonly stage: string
  readonly pairs: 'mains' | 'inits'
  readonly turn: string
  readonly outcome: string
}
const MAINS: Kind = {
  kind: 'container',
  stage: 'pod',
  pairs: 'mains',
  turn: 'initialized',
  outcome: `\nconditions:${READINESS}${PHASE}`,
}
const INITS: Kind = {
  kind: 'initContainer',
  stage: 'pod-init',
  pairs: 'inits',
  turn: 'initialized | not',
  outcome: `\nconditions:${NOT_INITIALIZED}\nphase: Pending`,
}

const RUNS_THIS_IMAGE = '(and $state.running (eq (toString $old.image) $container.image))'
const FAILED = '(and $state.terminated (ne (toString $state.terminated.exitCode) "0"))'
const CRASH_LOOPS = '(and $state.waiting (eq (toString $state.waiting.reason) "CrashLoopBackOff"))'
const NOT_FOUND = '(printf "failed to resolve reference %q: %s: not found" $container.image $container.image)'
const FIRST_BACK_OFF_S = 10
const LONGEST_BACK_OFF_S = 300

function stage(kind: Kind, name: string, when: readonly string[], decide: string): Stage {
  return {
    name: `${kind.stage}-${name}`,
    kind: 'Pod',
    when: ['alive', kind.turn, ...when],
    status: `${BEGIN}${containerStatuses(kind.kind, decide)}${kind.outcome}`,
  }
}

/** From "being created" to running, or to an image that cannot be pulled; also when the image is changed later. */
function startStages(kind: Kind): readonly Stage[] {
  const run = choose(RUNS_THIS_IMAGE, KEEP, choose('$state.running', runNow(true), runNow(false)))
  const pullBackOff = '(printf "Back-off pulling image %q" $container.image)'
  const event = (type: 'Normal' | 'Warning', reason: string, message: string): string =>
    containerEvent(type, reason, message, kind.kind)
  return [
    {
      ...stage(
        kind,
        'start',
        [`any(${kind.pairs}[]; startable)`, `any(${kind.pairs}[]; unpullable) | not`],
        choose('$missing', KEEP, run),
      ),
      delayMs: [250, 600],
      events: [
        event('Normal', 'Pulled', '(printf "Container image %q is simulated: nothing was pulled" $container.image)'),
        event('Normal', 'Created', '(printf "Created container: %s" $container.name)'),
        event('Normal', 'Started', '(printf "Started container %s" $container.name)'),
      ],
    },
    {
      ...stage(
        kind,
        'pull-fails',
        [`any(${kind.pairs}[]; unpullable)`],
        choose('$missing', wait('"ErrImagePull"', NOT_FOUND), run),
      ),
      delayMs: [400, 800],
      events: [
        event('Warning', 'Failed', `(printf "Failed to pull image %q: %s" $container.image ${NOT_FOUND})`),
        event('Warning', 'Failed', '"Error: ErrImagePull"'),
      ],
    },
    {
      ...stage(
        kind,
        'pull-backs-off',
        [`any(${kind.pairs}[]; reason == "ErrImagePull" and (.spec.image | missing))`],
        choose('(and $missing $state.waiting)', wait('"ImagePullBackOff"', pullBackOff), KEEP),
      ),
      delayMs: [1200, 2000],
      events: [event('Normal', 'BackOff', pullBackOff)],
    },
  ]
}

/** A container that fails: ended, run again at once, then less and less often. */
function crashStages(kind: Kind): readonly Stage[] {
  const any = (query: string): string => `any(${kind.pairs}[]; ${query})`
  const restarts = '.spec.restartPolicy != "Never"'
  const message = `(printf "back-off %ds restarting failed container=%s pod=%s_%s" (min ${LONGEST_BACK_OFF_S} (mul ${FIRST_BACK_OFF_S} (max 1 $restarts))) $container.name $pod.metadata.name $pod.metadata.namespace)`
  return [
    {
      ...stage(
        kind,
        'crash',
        [any('running and (changed | not) and (.spec | crashes)')],
        choose('(and $crashes $state.running)', endNow(EXIT_CODE, 'Error'), KEEP),
      ),
      delayMs: 700,
      delayFrom: `[${kind.pairs}[].spec | select(crashes) | slept // empty] | max // empty | seconds`,
    },
    {
      ...stage(
        kind,
        'crash-restarts-at-once',
        [restarts, any('failed and (changed | not) and .status.restartCount == 0')],
        choose(FAILED, runNow(true), KEEP),
      ),
      delayMs: 1000,
    },
    {
      ...stage(
        kind,
        'crash-backs-off',
        [restarts, any('failed and (changed | not) and .status.restartCount > 0')],
        choose(FAILED, `${wait('"CrashLoopBackOff"', message)} }}{{ $_ = set $status "lastState" $state`, KEEP),
      ),
      delayMs: 400,
      events: [
        containerEvent(
          'Warning',
          'BackOff',
          '(printf "Back-off restarting failed container %s in pod %s" $container.name $pod.metadata.name)',
          kind.kind,
        ),
      ],
    },
    {
      ...stage(
        kind,
        'crash-restarts',
        [any('reason == "CrashLoopBackOff" and (changed | not)')],
        choose(CRASH_LOOPS, runNow(true), KEEP),
      ),
      delayFrom: `[${kind.pairs}[] | select(reason == "CrashLoopBackOff") | .status.restartCount] | max | [${FIRST_BACK_OFF_S} * pow(2; . - 1), ${LONGEST_BACK_OFF_S}] | min | seconds`,
    },
  ]
}

const ENDED_WELL = endNow('0', 'Completed')

/** Init containers run to their end; those that restart always are sidecars and go on. */
const INITS_END: Stage = {
  name: 'pod-init-ends',
  kind: 'Pod',
  when: [
    'alive',
    'initialized | not',
    'inits != []',
    'all(inits[]; running or (ended and (failed | not)))',
    'any(inits[]; .spec | crashes) | not',
  ],
  delayMs: [300, 500],
  delayFrom: '[inits[].spec | select(sidecar | not) | slept // empty] | max // empty | seconds',
  status: `${BEGIN}${containerStatuses(
    'initContainer',
    `${choose('(and $state.running (ne (toString $container.restartPolicy) "Always"))', ENDED_WELL, KEEP)} }}{{ $_ := set $status "ready" true`,
  )}
conditions:${INITIALIZED}`,
}

/** The life of containers, from their creation on. */
export const CONTAINER_STAGES: readonly Stage[] = [
  ...startStages(MAINS),
  ...crashStages(MAINS),
  ...startStages(INITS),
  ...crashStages(INITS),
  INITS_END,
]
