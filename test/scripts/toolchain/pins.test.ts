import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PINS } from '../../../scripts/toolchain/pins.ts'
import type { Platform } from '../../../scripts/toolchain/platform.ts'
import { RELEASE_DIGESTS } from '../../../scripts/toolchain/release-digests.ts'
import { RELEASES } from '../../../scripts/toolchain/releases.ts'

const PLATFORMS: readonly Platform[] = [
  'linux/amd64',
  'linux/arm64',
  'darwin/amd64',
  'darwin/arm64',
  'windows/amd64',
  'windows/arm64',
]

const modulesDirectory = join(import.meta.dirname, '../../../scripts/toolchain/modules')

const releaseOf = (name: string, platform: Platform) => {
  const tool = PINS.find((pin) => pin.name === name)
  return tool === undefined ? undefined : RELEASES[name]?.(tool, platform)
}

describe('pins', () => {
  it.each(PINS.map((pin) => [pin.name, pin] as const))(
    'the module of %s requires exactly the pinned version',
    async (_name, pin) => {
      const goMod = await readFile(join(pin.module.directory, 'go.mod'), 'utf8')
      const required = [...goMod.matchAll(/^\s+(\S+) (v\S+)( \/\/ indirect)?$/gm)]
      const [, , version] = required.find(([, path = '']) => `${pin.package}/`.startsWith(`${path}/`)) ?? []
      expect(version).toBe(pin.version)
    },
  )

  it.each(PINS.map((pin) => [pin.name, pin] as const))(
    'the module of %s lists its main package as a tool',
    async (_name, pin) => {
      const goMod = await readFile(join(pin.module.directory, 'go.mod'), 'utf8')
      expect(goMod.split('\n').map((line) => line.replace('tool ', '').trim())).toContain(pin.package)
    },
  )

  it('the Kubernetes libraries are those of the pinned Kubernetes', async () => {
    const goMod = await readFile(join(PINS[0]?.module.directory ?? '', 'go.mod'), 'utf8')
    const replaced = [...goMod.matchAll(/^\t(k8s\.io\/\S+) => (\S+) (v\S+)$/gm)]
    expect(replaced.length).toBeGreaterThan(30)
    expect(new Set(replaced.map(([, , , version]) => version))).toEqual(new Set(['v0.36.3']))
    expect(replaced.every(([, from, to]) => from === to)).toBe(true)
  })

  it('every module that only gives manifests to flux has its checksum', async () => {
    const directory = join(modulesDirectory, 'flux-manifests')
    const [goMod, goSum] = await Promise.all(
      ['go.mod', 'go.sum'].map((name) => readFile(join(directory, name), 'utf8')),
    )
    const required = [...(goMod ?? '').matchAll(/^\t(\S+ v\S+)$/gm)].map(([, module]) => module)
    const summed = [...(goSum ?? '').matchAll(/^(\S+ v[^\s/]+) h1:/gm)].map(([, module]) => module)
    expect(required).not.toEqual([])
    expect(summed).toEqual(required)
  })

  it('what is prepared for a module is made of files that are there', async () => {
    const inputs = PINS.flatMap(({ module }) => module.preparation?.inputs ?? [])
    expect((await Promise.all(inputs.map((file) => readFile(file, 'utf8')))).every((text) => text !== '')).toBe(true)
  })
})

describe('releases', () => {
  it.each<[string, Platform, string]>([
    ['kubectl', 'windows/arm64', 'https://dl.k8s.io/release/v1.36.3/bin/windows/arm64/kubectl.exe'],
    ['kube-apiserver', 'linux/arm64', 'https://dl.k8s.io/release/v1.36.3/bin/linux/arm64/kube-apiserver'],
    [
      'etcdctl',
      'linux/amd64',
      'https://github.com/etcd-io/etcd/releases/download/v3.6.8/etcd-v3.6.8-linux-amd64.tar.gz',
    ],
    ['etcd', 'darwin/arm64', 'https://github.com/etcd-io/etcd/releases/download/v3.6.8/etcd-v3.6.8-darwin-arm64.zip'],
    [
      'kwok',
      'windows/amd64',
      'https://github.com/kubernetes-sigs/kwok/releases/download/v0.8.0/kwok-windows-amd64.exe',
    ],
    [
      'kustomize',
      'darwin/amd64',
      'https://github.com/kubernetes-sigs/kustomize/releases/download/kustomize%2Fv5.8.1/kustomize_v5.8.1_darwin_amd64.tar.gz',
    ],
    ['flux', 'linux/amd64', 'https://github.com/fluxcd/flux2/releases/download/v2.9.5/flux_2.9.5_linux_amd64.tar.gz'],
    ['flux', 'windows/arm64', 'https://github.com/fluxcd/flux2/releases/download/v2.9.5/flux_2.9.5_windows_arm64.zip'],
  ])('%s for %s is at its own address', (name, platform, url) => {
    expect(releaseOf(name, platform)?.url).toBe(url)
  })

  it.each<[string, Platform]>([
    ['kube-apiserver', 'darwin/arm64'],
    ['kube-scheduler', 'windows/amd64'],
    ['etcd', 'windows/arm64'],
    ['kubectl', 'linux/riscv64'],
    ['source-controller', 'linux/amd64'],
    ['flux', 'linux/riscv64'],
  ])('there is none of %s for %s', (name, platform) => {
    expect(releaseOf(name, platform)).toBeUndefined()
  })

  it('every pinned digest is a SHA-256 of a release in the table', () => {
    const urls = new Set(PINS.flatMap(({ name }) => PLATFORMS.map((platform) => releaseOf(name, platform)?.url)))
    for (const [url, digest] of Object.entries(RELEASE_DIGESTS)) {
      expect(urls).toContain(url)
      expect(digest).toMatch(/^[0-9a-f]{64}$/)
    }
  })
})
