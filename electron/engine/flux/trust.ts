import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Where systems keep the certificates that their programs trust; the same places in which Go looks. */
const SYSTEM_BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
]

/** Writes a bundle of what the system trusts and of `caFile`, for `SSL_CERT_FILE`, which replaces the system's own. */
export async function writeTrust(bundle: string, caFile: string): Promise<void> {
  await mkdir(dirname(bundle), { recursive: true })
  const system = await firstReadable([process.env['SSL_CERT_FILE'], ...SYSTEM_BUNDLES])
  await writeFile(bundle, `${system}\n${await readFile(caFile, 'utf8')}`)
}

async function firstReadable(files: readonly (string | undefined)[]): Promise<string> {
  for (const file of files) {
    const text = file === undefined ? '' : await readFile(file, 'utf8').catch(() => '')
    if (text !== '') return text
  }
  return ''
}
