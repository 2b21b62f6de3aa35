import type { KubeconfigCheck } from '../../contract/lab.ts'
import type { Finding, Verdict } from '../../contract/verdict.ts'
import { nearestWord } from './nearest.ts'
import type { KubeconfigView, Observation } from './observation.ts'
import { NOTHING } from './render.ts'
import { failed, judged, unknown } from './verdicts.ts'

/** The lab's kubeconfig: which context is current, and what a context says. */
export function kubeconfig(check: KubeconfigCheck, { kubeconfig: view }: Observation): Verdict {
  if ('blind' in view) return unknown(view.blind)
  const current = currentContext(check, view)
  const name = check.context ?? view.currentContext
  const asksContext = [check.context, check.namespace, check.user, check.exists].some((field) => field !== undefined)
  if (!asksContext) return judged(current)
  if (name === undefined) return failed(current.length > 0 ? current : [noCurrentContext()])
  return judged([...current, ...contextFindings(check, view, name)])
}

type Seen = Extract<KubeconfigView, { contexts: unknown }>
type Context = Seen['contexts'][number]

const SHOW = 'kubectl config get-contexts'

function currentContext(check: KubeconfigCheck, view: Seen): readonly Finding[] {
  const { currentContext: expected } = check
  if (expected === undefined || expected === view.currentContext) return []
  const message =
    view.currentContext === undefined
      ? `No context is current; it should be ${expected}.`
      : `The current context is ${view.currentContext}; it should be ${expected}.`
  return [finding('kubeconfig', 'current-context', expected, view.currentContext, message)]
}

const noCurrentContext = (): Finding =>
  finding('kubeconfig', 'current-context', 'a context', undefined, 'No context is current; one should be.')

function contextFindings(check: KubeconfigCheck, view: Seen, name: string): readonly Finding[] {
  const context = view.contexts.find((each) => each.name === name)
  if (check.exists === false) {
    return context === undefined
      ? []
      : [finding(`context ${name}`, '', NOTHING, name, `The context ${name} exists; it should not.`)]
  }
  return context === undefined ? [noContext(view, name)] : fieldFindings(check, context)
}

function noContext(view: Seen, name: string): Finding {
  const meant = nearestWord(
    name,
    view.contexts.map((context) => context.name),
  )
  const hint = meant === undefined ? '' : ` There is ${meant}; is that the one?`
  return finding(`context ${name}`, '', `context ${name}`, undefined, `There is no context ${name}.${hint}`)
}

/** The namespace of a context that names none. */
const DEFAULT_NAMESPACE = 'default'

function fieldFindings(check: KubeconfigCheck, context: Context): readonly Finding[] {
  const namespace = context.namespace ?? DEFAULT_NAMESPACE
  return [
    ...compare(context.name, 'namespace', check.namespace, namespace),
    ...compare(context.name, 'user', check.user, context.user),
  ]
}

function compare(context: string, field: string, expected: string | undefined, found: string): readonly Finding[] {
  if (expected === undefined || expected === found) return []
  const message = `The ${field} of context ${context} is ${found}; it should be ${expected}.`
  return [finding(`context ${context}`, `context.${field}`, expected, found, message)]
}

const finding = (
  object: string,
  path: string,
  expected: string,
  found: string | undefined,
  message: string,
): Finding => ({
  object,
  path,
  expected,
  found: found ?? NOTHING,
  message,
  show: SHOW,
})
