import { describe, expect, it } from 'vitest'
import { run } from '../../electron/engine/process/run.ts'
import { PINS } from '../../scripts/toolchain/pins.ts'
import { realToolset } from './embedded-fixture.ts'

const DEFAULT_COMPONENTS = ['source-controller', 'kustomize-controller', 'helm-controller', 'notification-controller']
const IMAGE_COMPONENTS = ['image-reflector-controller', 'image-automation-controller']

const flux = async (...args: string[]): Promise<string> => {
  const { stdout } = await run(realToolset().path('flux'), args)
  return stdout
}

/** The version of each component's image in what `flux install` would apply. */
function images(manifests: string): Readonly<Record<string, string>> {
  const found = manifests.matchAll(/^ +image: ghcr\.io\/fluxcd\/([a-z-]+):(v\S+)$/gm)
  return Object.fromEntries([...found].map(([, name = '', version = '']) => [name, version]))
}

const names = (manifests: string, kind: string): readonly string[] =>
  manifests
    .split(/^---$/m)
    .filter((document) => new RegExp(`^kind: ${kind}$`, 'm').test(document))
    .map((document) => /^ {2}name: (\S+)$/m.exec(document)?.[1] ?? '')

describe('flux', () => {
  it('says the pinned version', async () => {
    expect(await flux('--version')).toBe('flux version 2.9.5')
  })

  it('has the default components with their definitions, without asking the network', async () => {
    const manifests = await flux('install', '--export')
    expect(Object.keys(images(manifests))).toEqual(expect.arrayContaining(DEFAULT_COMPONENTS))
    expect(names(manifests, 'Deployment').toSorted()).toEqual(DEFAULT_COMPONENTS.toSorted())
    expect(names(manifests, 'ServiceAccount').toSorted()).toEqual(DEFAULT_COMPONENTS.toSorted())
    expect(names(manifests, 'NetworkPolicy')).toHaveLength(3)
    expect(names(manifests, 'CustomResourceDefinition').toSorted()).toEqual([
      'alerts.notification.toolkit.fluxcd.io',
      'buckets.source.toolkit.fluxcd.io',
      'externalartifacts.source.toolkit.fluxcd.io',
      'gitrepositories.source.toolkit.fluxcd.io',
      'helmcharts.source.toolkit.fluxcd.io',
      'helmreleases.helm.toolkit.fluxcd.io',
      'helmrepositories.source.toolkit.fluxcd.io',
      'kustomizations.kustomize.toolkit.fluxcd.io',
      'ocirepositories.source.toolkit.fluxcd.io',
      'providers.notification.toolkit.fluxcd.io',
      'receivers.notification.toolkit.fluxcd.io',
    ])
  })

  it('installs the controllers that run here in the version that runs here', async () => {
    const components = ['source-controller', 'kustomize-controller']
    const pinned = PINS.filter(({ name }) => components.includes(name)).map(({ name, version }) => [name, version])
    const manifests = await flux('install', '--export', `--components=${components.join()}`)
    expect(images(manifests)).toEqual(Object.fromEntries(pinned))
  })

  it('has the image components for whoever asks for them', async () => {
    const manifests = await flux('install', '--export', `--components-extra=${IMAGE_COMPONENTS.join()}`)
    expect(Object.keys(images(manifests)).toSorted()).toEqual([...DEFAULT_COMPONENTS, ...IMAGE_COMPONENTS].toSorted())
  })
})
