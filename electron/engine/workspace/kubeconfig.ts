/** The kubeconfig as data: what a check sees in it, and how the engine puts its clusters into the learner's file. */

import { parse, stringify } from 'yaml'
import { DrydockError } from '../../contract/errors.ts'
import type { TerminalContext } from '../../contract/protocol.ts'
import type { KubeconfigView } from '../checks/observation.ts'

type Fields = Record<string, unknown>

interface Named {
  readonly name: string
  readonly fields: Fields
}

/** More than this is no kubeconfig. */
const LARGEST_CHARACTERS = 4 * 1024 * 1024

/** What the file says; `blind` for text that is no kubeconfig. `undefined`: there is no file. */
export function viewKubeconfig(text: string | undefined): KubeconfigView {
  if (text === undefined) return blind('The kubeconfig of the lab is not there.')
  const config = readConfig(text)
  if (typeof config === 'string') return blind(`The kubeconfig of the lab cannot be read: ${config}`)
  const current = config['current-context']
  return {
    currentContext: typeof current === 'string' && current !== '' ? current : undefined,
    contexts: entries(config, 'contexts', 'context').map(({ name, fields }) => ({
      name,
      cluster: textOf(fields['cluster']),
      user: textOf(fields['user']),
      ...(textOf(fields['namespace']) === '' ? {} : { namespace: textOf(fields['namespace']) }),
    })),
  }
}

/** Where the file points; null when it points nowhere. */
export function contextOf(view: KubeconfigView): TerminalContext | null {
  if ('blind' in view || view.currentContext === undefined) return null
  const current = view.contexts.find(({ name }) => name === view.currentContext)
  return { context: view.currentContext, namespace: current?.namespace ?? 'default' }
}

/**
 * The learner's kubeconfig with these clusters in it. A cluster that is new to the file comes with a context of its
 * own in `namespace`; of one that is known only address and credentials are put right, so that whatever the learner
 * did with contexts stays. The first cluster's context becomes the current one when it is new and there is none.
 */
export function mergeKubeconfig(known: string | undefined, provided: readonly string[], namespace: string): string {
  const readable = known === undefined ? undefined : readConfig(known)
  const config: Fields = typeof readable === 'object' ? { ...readable } : { apiVersion: 'v1', kind: 'Config' }
  for (const [index, text] of provided.entries()) {
    const { name, cluster, user } = onlyCluster(text)
    const isNew = !entries(config, 'clusters', 'cluster').some((known) => known.name === name)
    put(config, 'clusters', 'cluster', { name, fields: cluster })
    put(config, 'users', 'user', { name, fields: user })
    if (!isNew) continue
    put(config, 'contexts', 'context', { name, fields: { cluster: name, namespace, user: name } })
    if (index === 0 && textOf(config['current-context']) === '') config['current-context'] = name
  }
  // As kubectl writes it, so that a `kubectl config` command changes only what it says.
  return stringify(config, { indentSeq: false, lineWidth: 0, sortMapEntries: true })
}

/** The one cluster of a provider's kubeconfig; context, cluster and user all called as the context is. */
function onlyCluster(text: string): { readonly name: string; readonly cluster: Fields; readonly user: Fields } {
  const config = readConfig(text)
  const contexts = typeof config === 'string' ? [] : entries(config, 'contexts', 'context')
  const [context] = contexts
  const cluster = fieldsOf(config, 'clusters', 'cluster', context?.fields['cluster'])
  const user = fieldsOf(config, 'users', 'user', context?.fields['user'])
  if (context !== undefined && cluster !== undefined && user !== undefined) return { name: context.name, cluster, user }
  throw new DrydockError({
    code: 'cluster-failed',
    happened: 'The kubeconfig of a new cluster has no complete context.',
    remedy: 'Reset the lab, so that the cluster is made again.',
    output: typeof config === 'string' ? config : `contexts: ${contexts.map(({ name }) => name).join(', ') || 'none'}`,
  })
}

function fieldsOf(config: Fields | string, list: string, key: string, name: unknown): Fields | undefined {
  return typeof config === 'string'
    ? undefined
    : entries(config, list, key).find((entry) => entry.name === name)?.fields
}

/** The document, or in words why it is none. */
function readConfig(text: string): Fields | string {
  if (text.length > LARGEST_CHARACTERS) return 'it is too large.'
  try {
    const config: unknown = parse(text)
    if (isFields(config)) return config
    return text.trim() === '' ? 'it is empty.' : 'it is not a YAML mapping.'
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).replace(/\n[^]*/, '')
  }
}

function entries(config: Fields, list: string, key: string): readonly Named[] {
  const items = config[list]
  if (!Array.isArray(items)) return []
  return items.filter(isFields).flatMap((item) => {
    const fields = item[key]
    return typeof item['name'] === 'string' ? [{ name: item['name'], fields: isFields(fields) ? fields : {} }] : []
  })
}

/** Puts an entry into a list of the document, in place of one of the same name. */
function put(config: Fields, list: string, key: string, entry: Named): void {
  const others = entries(config, list, key).filter(({ name }) => name !== entry.name)
  const sorted = [...others, entry].sort((one, other) => (one.name < other.name ? -1 : 1))
  config[list] = sorted.map(({ name, fields }) => ({ [key]: fields, name }))
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const blind = (detail: string): KubeconfigView => ({
  blind: { reason: 'not-observed', detail: `${detail} Put it right, or go back to the start of the step.` },
})
