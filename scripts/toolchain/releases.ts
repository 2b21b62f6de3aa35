import type { ToolPin } from './pins.ts'
import { executable, splitPlatform, type Platform } from './platform.ts'
import { RELEASE_DIGESTS } from './release-digests.ts'

/** How the executable lies in the file that upstream publishes; `member` is its path inside the archive. */
export type Packing =
  | { readonly kind: 'plain' }
  | { readonly kind: 'tar.gz'; readonly member: string }
  | { readonly kind: 'zip'; readonly member: string }

/** A text file that upstream publishes beside a release: the digest alone, or lines of digest and file name. */
export interface PublishedChecksum {
  readonly url: string
  readonly format: 'digest' | 'lines'
}

export interface Release {
  readonly url: string
  readonly packing: Packing
  /** The digest of the file at `url`, pinned in this repository. */
  readonly sha256?: string
  readonly checksum?: PublishedChecksum
}

/** Undefined where upstream publishes nothing for the platform: then the tool is built from its module. */
export type ReleaseOf = (tool: ToolPin, platform: Platform) => Release | undefined
export type Releases = Readonly<Record<string, ReleaseOf>>

/** Set to `1` to accept upstream's own checksum files. */
export const TRUST_VARIABLE = 'DRYDOCK_TOOLCHAIN_TRUST_PUBLISHED_CHECKSUMS'

/**
 * Where each tool's official release is, and what is trusted.
 *
 * A release is trusted when release-digests.ts holds the digest of that very file. Where it does not, the release is
 * passed over, with the reason on screen, and the tool is built from its Go module, whose go.sum is in the repository.
 * `TRUST_VARIABLE` accepts instead the checksum that upstream publishes beside the file:
 * that shows a broken download, but whoever can swap the file can swap the checksum too.
 *
 * The digests there are today come from several public projects that pin the same file and agree; the release hosts
 * themselves could not be reached to look up the rest. `main.ts pin-digests`, run where they can be, fills the table in.
 * A wrong digest cannot let a wrong file in: it only sends that tool to its source build.
 */
export const RELEASES: Releases = {
  etcd: etcdArchive,
  etcdctl: etcdArchive,
  etcdutl: etcdArchive,
  'kube-apiserver': kubernetesServer,
  'kube-controller-manager': kubernetesServer,
  'kube-scheduler': kubernetesServer,
  kubectl: kubernetesBinary,
  kwok: kwokBinary,
  kwokctl: kwokBinary,
  kustomize: kustomizeArchive,
  flux: fluxArchive, // of its controllers upstream publishes container images only
}

function release(url: string, packing: Packing, checksum?: PublishedChecksum): Release {
  const sha256 = RELEASE_DIGESTS[url]
  return { url, packing, ...(sha256 === undefined ? {} : { sha256 }), ...(checksum === undefined ? {} : { checksum }) }
}

function kubernetesBinary(tool: ToolPin, platform: Platform): Release | undefined {
  if (!isDesktop(platform)) return undefined
  const url = `https://dl.k8s.io/release/${tool.version}/bin/${platform}/${executable(tool.name, platform)}`
  return release(url, { kind: 'plain' }, { url: `${url}.sha256`, format: 'digest' })
}

/** Upstream publishes the control plane for Linux only; on macOS and Windows it is built from the same module. */
function kubernetesServer(tool: ToolPin, platform: Platform): Release | undefined {
  return splitPlatform(platform).os === 'linux' ? kubernetesBinary(tool, platform) : undefined
}

/** One archive for three tools; it is downloaded once a run. */
function etcdArchive(tool: ToolPin, platform: Platform): Release | undefined {
  if (!isDesktop(platform) || platform === 'windows/arm64') return undefined
  const { os, arch } = splitPlatform(platform)
  const folder = `etcd-${tool.version}-${os}-${arch}`
  const base = `https://github.com/etcd-io/etcd/releases/download/${tool.version}`
  const kind = os === 'linux' ? 'tar.gz' : 'zip'
  const member = `${folder}/${executable(tool.name, platform)}`
  return release(`${base}/${folder}.${kind}`, { kind, member }, { url: `${base}/SHA256SUMS`, format: 'lines' })
}

/** Upstream publishes no checksum for these, so without a pinned digest nothing can be trusted here. */
function kwokBinary(tool: ToolPin, platform: Platform): Release | undefined {
  if (!isDesktop(platform)) return undefined
  const { os, arch } = splitPlatform(platform)
  const file = executable(`${tool.name}-${os}-${arch}`, platform)
  const base = `https://github.com/kubernetes-sigs/kwok/releases/download/${tool.version}`
  return release(`${base}/${file}`, { kind: 'plain' })
}

function kustomizeArchive(tool: ToolPin, platform: Platform): Release | undefined {
  if (!isDesktop(platform)) return undefined
  const { os, arch } = splitPlatform(platform)
  const kind = os === 'windows' ? 'zip' : 'tar.gz'
  // The tag holds a slash, which has to stay one segment of the path.
  const base = `https://github.com/kubernetes-sigs/kustomize/releases/download/kustomize%2F${tool.version}`
  const file = `kustomize_${tool.version}_${os}_${arch}.${kind}`
  const packing: Packing = { kind, member: executable('kustomize', platform) }
  return release(`${base}/${file}`, packing, { url: `${base}/checksums.txt`, format: 'lines' })
}

function fluxArchive(tool: ToolPin, platform: Platform): Release | undefined {
  if (!isDesktop(platform)) return undefined
  const { os, arch } = splitPlatform(platform)
  const kind = os === 'windows' ? 'zip' : 'tar.gz'
  const version = tool.version.replace('v', '')
  const base = `https://github.com/fluxcd/flux2/releases/download/${tool.version}`
  const packing: Packing = { kind, member: executable('flux', platform) }
  const checksum = { url: `${base}/flux_${version}_checksums.txt`, format: 'lines' } as const
  return release(`${base}/flux_${version}_${os}_${arch}.${kind}`, packing, checksum)
}

function isDesktop(platform: Platform): boolean {
  return /^(linux|darwin|windows)\/(amd64|arm64)$/.test(platform)
}
