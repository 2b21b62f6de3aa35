/** Services and what leads to them or keeps others away. */

import type { KubeObject } from '../checks/observation.ts'
import { glance } from './glance.ts'
import type { Glance, Surroundings } from './glance.ts'
import { at, counted, keysAt, listAt, numberAt, selectorText, textAt, textsAt } from './read-fields.ts'

/** `ClusterIP 10.0.0.12:80 → 3 endpoints`. */
export function serviceGlance(service: KubeObject, { readyEndpoints }: Surroundings): Glance {
  const type = textAt(service, 'spec', 'type') ?? 'ClusterIP'
  if (type === 'ExternalName')
    return glance('neutral', `ExternalName ${textAt(service, 'spec', 'externalName') ?? ''}`.trim())
  const selector = selectorText(at(service, 'spec', 'selector'))
  const count = readyEndpoints(service)
  const behind = count === undefined ? '' : ` → ${count === 0 ? 'no endpoints' : counted(count, 'endpoint')}`
  const waits = count === 0 && selector !== undefined
  return glance(
    waits ? 'unwell' : 'well',
    `${type} ${address(service)}${behind}`,
    selector ?? 'no selector',
    nodePorts(service),
  )
}

function address(service: KubeObject): string {
  const ip = textAt(service, 'spec', 'clusterIP')
  const ports = listAt(service, 'spec', 'ports').map((port) => String(numberAt(port, 'port') ?? '?'))
  const shown = ip === undefined ? 'no address' : ip === 'None' ? 'headless' : ip
  return ports.length === 0 ? shown : `${shown}:${ports.join(',')}`
}

function nodePorts(service: KubeObject): string | undefined {
  const ports = listAt(service, 'spec', 'ports').flatMap((port) => numberAt(port, 'nodePort') ?? [])
  return ports.length === 0 ? undefined : `node port ${ports.join(', ')}`
}

/** Ready endpoints by `namespace/service`, from the EndpointSlices. */
export function countEndpoints(slices: readonly KubeObject[]): ReadonlyMap<string, number> {
  const counts = new Map<string, Set<string>>()
  for (const slice of slices) {
    const service = slice.metadata.labels?.['kubernetes.io/service-name']
    if (service === undefined) continue
    const key = `${slice.metadata.namespace ?? ''}/${service}`
    const addresses = counts.get(key) ?? new Set()
    for (const endpoint of listAt(slice, 'endpoints')) {
      if (at(endpoint, 'conditions', 'ready') === false) continue
      for (const each of textsAt(endpoint, 'addresses')) addresses.add(each)
    }
    counts.set(key, addresses)
  }
  return new Map([...counts].map(([key, addresses]) => [key, addresses.size]))
}

export function ingressGlance(ingress: KubeObject): Glance {
  const hosts = listAt(ingress, 'spec', 'rules').map((rule) => textAt(rule, 'host') ?? 'any host')
  const backends = listAt(ingress, 'spec', 'rules').flatMap((rule) =>
    listAt(rule, 'http', 'paths').flatMap((path) => textAt(path, 'backend', 'service', 'name') ?? []),
  )
  return glance('neutral', hosts.length === 0 ? 'no rules' : [...new Set(hosts)].join(', '), ...new Set(backends))
}

/** `Ingress for all pods`, and what it lets through. */
export function networkPolicyGlance(policy: KubeObject): Glance {
  const given = textsAt(policy, 'spec', 'policyTypes')
  const types = given.length > 0 ? given : ['Ingress']
  const pods =
    selectorText(at(policy, 'spec', 'podSelector', 'matchLabels')) ??
    (keysAt(policy, 'spec', 'podSelector').length > 0 ? 'some pods' : 'all pods')
  const lets = types.map((type) => {
    const rules = listAt(policy, 'spec', type.toLowerCase())
    return `${type.toLowerCase()}: ${rules.length === 0 ? 'nothing allowed' : counted(rules.length, 'rule')}`
  })
  return glance('neutral', `${types.join(' and ')} for ${pods}`, ...lets)
}
