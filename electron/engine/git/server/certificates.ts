import 'reflect-metadata'
import * as x509 from '@peculiar/x509'

/** A certificate with its key, both as PEM. */
export interface Pair {
  readonly certificate: string
  readonly key: string
}

const DAY_MS = 86_400_000
const KEYS = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const USES: readonly KeyUsage[] = ['sign', 'verify']
/** Names that the server goes by; the authority may vouch for no others. */
const NAMES = { host: 'localhost', address: '127.0.0.1' } as const
/** X.509 name constraints, of which the library has no class of its own. */
const NAME_CONSTRAINTS = '2.5.29.30'

/** A new certificate authority that is good for this machine's own loopback names and nothing else. */
export async function makeAuthority(nowMs: number): Promise<Pair> {
  const keys = await crypto.subtle.generateKey(KEYS, true, USES)
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=Drydock on this machine',
    serialNumber: serialNumber(),
    notBefore: new Date(nowMs - DAY_MS),
    notAfter: new Date(nowMs + 3650 * DAY_MS),
    signingAlgorithm: KEYS,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      new x509.Extension(NAME_CONSTRAINTS, true, loopbackOnly()),
    ],
  })
  return { certificate: certificate.toString('pem'), key: await keyPem(keys.privateKey) }
}

/** A certificate for `localhost` and 127.0.0.1; made anew at each start, so that none grows old. */
export async function makeServerCertificate(authority: Pair, nowMs: number): Promise<Pair> {
  const keys = await crypto.subtle.generateKey(KEYS, true, USES)
  const issuer = new x509.X509Certificate(authority.certificate)
  const signingKey = await crypto.subtle.importKey('pkcs8', x509.PemConverter.decodeFirst(authority.key), KEYS, false, [
    'sign',
  ])
  const certificate = await x509.X509CertificateGenerator.create({
    subject: `CN=${NAMES.host}`,
    issuer: issuer.subject,
    serialNumber: serialNumber(),
    notBefore: new Date(nowMs - DAY_MS),
    notAfter: new Date(nowMs + 397 * DAY_MS),
    signingAlgorithm: KEYS,
    publicKey: keys.publicKey,
    signingKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: 'dns', value: NAMES.host },
        { type: 'ip', value: NAMES.address },
      ]),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { certificate: certificate.toString('pem'), key: await keyPem(keys.privateKey) }
}

const keyPem = async (key: CryptoKey): Promise<string> =>
  x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')

/** Positive, and never the same twice. */
function serialNumber(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40
  return Buffer.from(bytes).toString('hex')
}

/** DER of NameConstraints: permitted are the DNS name `localhost` and the address 127.0.0.1/32. */
function loopbackOnly(): Uint8Array<ArrayBuffer> {
  const host = [...Buffer.from(NAMES.host)]
  const address = [...NAMES.address.split('.').map(Number), 255, 255, 255, 255]
  const subtrees = [...der(0x30, der(0x82, host)), ...der(0x30, der(0x87, address))]
  return new Uint8Array(der(0x30, der(0xa0, subtrees)))
}

/** Tag, length, value; for values under 128 bytes. */
const der = (tag: number, value: readonly number[]): readonly number[] => [tag, value.length, ...value]
