import { FAILING_COMMAND, IMAGE_RULES } from './images.ts'

/** Go's raw strings end at a backquote; no rule has one. */
const matches = (rule: string, subject: string): string => `(regexMatch \`${rule}\` ${subject})`
const image = (rule: string): string => matches(rule, '$container.image')

export type ContainerKind = 'container' | 'initContainer'

/** Puts the next state of one container into `$status`; the facts below are at hand. */
type Decide = string

/**
 * The statuses of all containers of one kind, each as `decide` leaves it. At hand: `$container` (its spec), `$old` (its
 * status before), `$state` (its state before), `$restarts`, `$missing`, `$crashes` and `$hopeless` (a probe that cannot
 * succeed: the rules of `images.ts`, since templates cannot ask jq), `$now`, `$pod`.
 */
export function containerStatuses(kind: ContainerKind, decide: Decide): string {
  return `
${kind}Statuses:
{{- range $container := $pod.spec.${kind}s }}
{{- $old := dict }}{{ range $pod.status.${kind}Statuses }}{{ if eq .name $container.name }}{{ $old = . }}{{ end }}{{ end }}
{{- $state := or $old.state dict }}
{{- $restarts := $old.restartCount | default 0 | toString | int }}
{{- $line := join " " (concat (or $container.command list) (or $container.args list)) }}
{{- $saysCrash := ${image(IMAGE_RULES.saysCrash)} }}
{{- $crashes := or $saysCrash ${matches(FAILING_COMMAND, '$line')} }}
{{- $probe := $container.readinessProbe | default dict }}
{{- $hopeless := or ${matches(FAILING_COMMAND, '(join " " (($probe.exec | default dict).command | default list))')} ${matches(IMAGE_RULES.saysMissing, '(($probe.httpGet | default dict).path | default "")')} }}
{{- $missing := ${image(IMAGE_RULES.saysMissing)} }}
{{- if not (or $missing $saysCrash) }}
{{- if ${image(IMAGE_RULES.course)} }}{{ $missing = not ${image(IMAGE_RULES.courseKnown)} }}
{{- else if ${image(IMAGE_RULES.official)} }}{{ $missing = not ${image(IMAGE_RULES.officialKnown)} }}{{ end }}
{{- end }}
{{- $status := dict "name" $container.name "image" $container.image "imageID" "" "restartCount" $restarts "ready" false "started" false "state" $state "lastState" (or $old.lastState dict) }}
{{- ${decide} }}
{{- if not $status.ready }}{{ $unready = append $unready $container.name }}{{ end }}
{{- if and $status.state.waiting (empty $status.lastState) }}{{ $waiting = true }}{{ end }}
- {{ toJson $status }}
{{- end }}`
}

/** Leaves the container as it is. */
export const KEEP: Decide = 'if $old.name }}{{ $status = $old }}{{ end'

/** Both as template expressions. */
export const wait = (reason: string, message?: string): Decide =>
  `$_ := set $status "state" (dict "waiting" (dict "reason" ${reason}${message === undefined ? '' : ` "message" ${message}`}))`

/** Runs it from now on; with `restart` once more than before, the end of its last run kept. */
export function runNow(restart: boolean): Decide {
  const again = `$_ := set $status "restartCount" (add1 $restarts) }}{{ $_ = set $status "lastState" (or (and $state.terminated $state) $old.lastState dict) }}{{ `
  return `${restart ? again : ''}$_ := set $status "state" (dict "running" (dict "startedAt" $now)) }}
{{- $_ = set $status "started" true }}
{{- $_ = set $status "ready" (and (not $crashes) (not $container.readinessProbe)) }}
{{- $_ = set $status "imageID" (printf "simulated@sha256:%s" (sha256sum $container.image)) }}
{{- $_ = set $status "containerID" (printf "simulated://%s" (sha256sum (printf "%s/%s/%s" $pod.metadata.uid $container.name $now)))`
}

export const endNow = (exitCode: string, reason: string): Decide =>
  `$started := $now }}{{ with $state.running }}{{ $started = .startedAt }}{{ end }}
{{- $_ := set $status "state" (dict "terminated" (dict "exitCode" ${exitCode} "reason" "${reason}" "startedAt" $started "finishedAt" $now "containerID" (or $old.containerID "")))
}}{{ $_ = set $status "containerID" (or $old.containerID "") }}{{ $_ = set $status "imageID" (or $old.imageID "")`

/** `exit 3` in its command gives 3, everything else 1. */
export const EXIT_CODE = `(regexReplaceAll \`.*exit\\s+([0-9]+).*\` (ternary $line "exit 1" (contains "exit" $line)) "\${1}" | int)`

export const choose = (condition: string, then: Decide, otherwise: Decide = KEEP): Decide =>
  `if ${condition} }}\n{{- ${then} }}\n{{- else }}{{ ${otherwise} }}{{ end`

/** Where every status template begins. `$waiting`: a container has not run yet. */
export const BEGIN = '{{- $now := Now }}{{ $pod := . }}{{ $unready := list }}{{ $waiting := false }}'

export const PHASE = '\nphase: {{ ternary "Pending" "Running" $waiting }}'

/** Ready or not, from what `containerStatuses` has found. */
export const READINESS = conditions(
  ['Ready', 'ContainersReady'],
  `(ternary "True" "False" (eq (len $unready) 0))`,
  `(ternary nil "ContainersNotReady" (eq (len $unready) 0))`,
  `(ternary nil (printf "containers with unready status: [%s]" (join " " $unready)) (eq (len $unready) 0))`,
)

/** The pod has run to its end. */
export const COMPLETED = conditions(['Ready', 'ContainersReady'], '"False"', '"PodCompleted"', 'nil')

export const INITIALIZED = conditions(['Initialized'], '"True"', 'nil', 'nil')
export const NOT_INITIALIZED = conditions(
  ['Initialized'],
  '"False"',
  '"ContainersNotInitialized"',
  '(printf "containers with incomplete status: [%s]" (join " " $unready))',
)

function conditions(types: readonly string[], status: string, reason: string, message: string): string {
  return types
    .map(
      (type) =>
        `\n- {{ toJson (dict "type" "${type}" "status" ${status} "reason" ${reason} "message" ${message} "lastProbeTime" nil "lastTransitionTime" $now) }}`,
    )
    .join('')
}

/** An event about the first container that `which` chooses, as the kubelet would write it. */
export function containerEvent(
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
  kind: ContainerKind = 'container',
): string {
  return `
{{- $now := Now }}{{ $pod := . }}{{ $container := index .spec.${kind}s 0 }}
{{- range .spec.${kind}s }}{{ $spec := . }}{{ range $pod.status.${kind}Statuses }}{{ if and (eq .name $spec.name) (not .ready) }}{{ $container = $spec }}{{ end }}{{ end }}{{ end }}
{{- $host := .spec.nodeName }}
{{- toJson (dict "apiVersion" "v1" "kind" "Event"
  "metadata" (dict "generateName" (printf "%s." .metadata.name) "namespace" .metadata.namespace)
  "involvedObject" (dict "apiVersion" "v1" "kind" "Pod" "name" .metadata.name "namespace" .metadata.namespace "uid" .metadata.uid "fieldPath" (printf "spec.${kind}s{%s}" $container.name))
  "type" "${type}" "reason" "${reason}" "message" ${message}
  "source" (dict "component" "kubelet" "host" $host) "reportingComponent" "kubelet" "reportingInstance" $host
  "firstTimestamp" $now "lastTimestamp" $now "count" 1) }}`
}
