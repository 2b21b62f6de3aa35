/** How to reach the API server that a kubeconfig's current context names: address, trust, and proof of who asks. */

import { readFile } from 'node:fs/promises'
import type { RequestOptions } from 'node:https'
import { parse } from 'yaml'
import { DrydockError } from '../../contract/errors.ts'

export interface ApiAccess {
  /** Where the API begins: `https://127.0.0.1:6443`. */
  readonly server: URL
  /** Options of the next request; asked each time, since tokens run out. */
  options(): Promise<RequestOptions>
}

/**
 * Certificates, tokens and passwords are read here. Whatever needs more (a helper program, a cloud's login, a proxy)
 * goes through the Kubernetes client library, which takes a second and 80 MB to load and so is loaded only then.
 */
export function readApiAccess(kubeconfigYaml: string): ApiAccess {
  const { cluster, user } = currentContext(kubeconfigYaml)
  const server = serverOf(cluster)
  if (needsLibrary(cluster, user)) return { server, options: () => libraryOptions(kubeconfigYaml) }
  let known: RequestOptions | undefined
  return { server, options: async () => (known ??= await plainOptions(cluster, user)) }
}

type Fields = Readonly<Record<string, unknown>>

function currentContext(kubeconfigYaml: string): { readonly cluster: Fields; readonly user: Fields } {
  const config = fieldsOf(parseYaml(kubeconfigYaml))
  const name = textOf(config['current-context'])
  if (name === undefined) throw unusable('It names no current context.')
  const context = entry(config['contexts'], name, 'context')
  if (context === undefined) throw unusable(`Its current context ${name} is not in it.`)
  const cluster = entry(config['clusters'], textOf(context['cluster']), 'cluster')
  if (cluster === undefined) throw unusable(`The cluster of its context ${name} is not in it.`)
  return { cluster, user: entry(config['users'], textOf(context['user']), 'user') ?? {} }
}

function parseYaml(text: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    throw unusable('It is not YAML.', error)
  }
}

function entry(list: unknown, name: string | undefined, field: string): Fields | undefined {
  const found = Array.isArray(list) ? list.map(fieldsOf).find((each) => each['name'] === name) : undefined
  return found === undefined ? undefined : fieldsOf(found[field])
}

function serverOf(cluster: Fields): URL {
  const server = textOf(cluster['server'])
  if (server === undefined || !URL.canParse(server)) throw unusable('Its cluster has no usable server address.')
  return new URL(server)
}

const needsLibrary = (cluster: Fields, user: Fields): boolean =>
  ['exec', 'auth-provider', 'tokenFile'].some((field) => user[field] !== undefined) ||
  cluster['proxy-url'] !== undefined

async function plainOptions(cluster: Fields, user: Fields): Promise<RequestOptions> {
  const ca = await pemOf(cluster, 'certificate-authority')
  const cert = await pemOf(user, 'client-certificate')
  const key = await pemOf(user, 'client-key')
  const [token, username, password] = [user['token'], user['username'], user['password']].map(textOf)
  const servername = textOf(cluster['tls-server-name'])
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined || key === undefined ? {} : { cert, key }),
    ...(servername === undefined ? {} : { servername }),
    ...(cluster['insecure-skip-tls-verify'] === true ? { rejectUnauthorized: false } : {}),
    ...(username === undefined ? {} : { auth: `${username}:${password ?? ''}` }),
    ...(token === undefined ? {} : { headers: { Authorization: `Bearer ${token}` } }),
  }
}

/** A certificate or key, given in the file or as the path of another. */
async function pemOf(fields: Fields, name: string): Promise<Buffer | undefined> {
  const data = textOf(fields[`${name}-data`])
  if (data !== undefined) return Buffer.from(data, 'base64')
  const path = textOf(fields[name])
  return path === undefined ? undefined : await readFile(path)
}

async function libraryOptions(kubeconfigYaml: string): Promise<RequestOptions> {
  const { KubeConfig } = await import('@kubernetes/client-node')
  const config = new KubeConfig()
  config.loadFromString(kubeconfigYaml)
  const options: RequestOptions = {}
  await config.applyToHTTPSOptions(options)
  return options
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {})

const unusable = (why: string, cause?: unknown): DrydockError =>
  new DrydockError(
    {
      code: 'cluster-failed',
      happened: `The kubeconfig of the cluster cannot be used. ${why}`,
      remedy: 'Reset the lab, or give a kubeconfig that kubectl accepts.',
    },
    { cause },
  )
