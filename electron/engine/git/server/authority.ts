import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { authorityFolder } from '../git-paths.ts'
import type { Pair } from './certificates.ts'

/** The installation's own certificate authority. */
export interface Authority {
  readonly certificate: string
  /** The certificate as a file, for `http.sslCAInfo` and the like. */
  readonly caFile: string
  serverCertificate(nowMs: number): Promise<Pair>
}

/** Opens the authority, and makes it the first time; two engines that begin at once end up with the same one. */
export async function openAuthority(dataRoot: string, nowMs: number): Promise<Authority> {
  const certificates = await import('./certificates.ts')
  const folder = join(authorityFolder(dataRoot), 'authority')
  const pair = (await readPair(folder)) ?? (await create(folder, await certificates.makeAuthority(nowMs)))
  return {
    certificate: pair.certificate,
    caFile: caFile(dataRoot),
    serverCertificate: async (atMs) => await certificates.makeServerCertificate(pair, atMs),
  }
}

export const caFile = (dataRoot: string): string => join(authorityFolder(dataRoot), 'authority', 'ca.pem')

async function readPair(folder: string): Promise<Pair | undefined> {
  try {
    const [certificate, key] = await Promise.all([
      readFile(join(folder, 'ca.pem'), 'utf8'),
      readFile(join(folder, 'ca-key.pem'), 'utf8'),
    ])
    return { certificate, key }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** The folder comes into being by one rename, which fails where another one is already. */
async function create(folder: string, pair: Pair): Promise<Pair> {
  const half = `${folder}.${randomBytes(4).toString('hex')}`
  try {
    await mkdir(half, { recursive: true, mode: 0o700 })
    await writeFile(join(half, 'ca.pem'), pair.certificate, { mode: 0o644, flush: true })
    await writeFile(join(half, 'ca-key.pem'), pair.key, { mode: 0o600, flush: true })
    await rename(half, folder)
    return pair
  } catch (error) {
    const other = await readPair(folder)
    if (other === undefined) throw error
    return other
  } finally {
    await rm(half, { recursive: true, force: true })
  }
}

/** Where systems keep the certificates that they trust. */
const SYSTEM_BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
]

/** What the machine trusts, and the authority: for programs that take one file only (`SSL_CERT_FILE`). */
export async function trustBundle(authority: Authority): Promise<string> {
  for (const file of SYSTEM_BUNDLES) {
    const text = await readFile(file, 'utf8').catch(() => undefined)
    if (text !== undefined) return `${text.trimEnd()}\n${authority.certificate.trimEnd()}\n`
  }
  return `${[...rootCertificates, authority.certificate.trimEnd()].join('\n')}\n`
}
