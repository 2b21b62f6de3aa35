import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeManifests } from '../../../scripts/toolchain/flux-sources.ts'

const RELEASE = 'https://github.com/fluxcd/source-controller/releases/download/v1.9.5/source-controller'

let root: string
let flux: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'drydock-flux-'))
  flux = join(root, 'flux2')
  await write({
    'flux2/manifests/bases/source-controller/kustomization.yaml': [
      'resources:',
      `- ${RELEASE}.crds.yaml`,
      `- ${RELEASE}.deployment.yaml`,
      '- account.yaml',
    ].join('\n'),
    'flux2/manifests/bases/source-watcher/kustomization.yaml': `resources:\n- ${RELEASE}.crds.yaml\n`,
    'flux2/manifests/rbac/kustomization.yaml': 'resources: [rbac.yaml]',
    'flux2/manifests/policies/kustomization.yaml': 'resources: [egress.yaml]',
    'source-controller/config/crd/bases/git.yaml': 'the CRD',
    'source-controller/config/manager/deployment.yaml': 'the Deployment',
  })
})

afterEach(async () => {
  await rm(root, { recursive: true })
})

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true })
    await writeFile(join(root, name), text)
  }
}

/** Stands for the program: what it would be given, file by file. */
async function kustomize(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((file) => join(file.parentPath, file.name))
  const texts = files.toSorted().map(async (file) => `${relative(folder, file)}: ${await readFile(file, 'utf8')}`)
  return (await Promise.all(texts)).join('\n')
}

const make = () => makeManifests(flux, new Map([['source-controller', join(root, 'source-controller')]]), kustomize)

describe('makeManifests', () => {
  it("puts the controller's own files where upstream names its release", async () => {
    await make()
    expect(await readFile(join(flux, 'cmd/flux/manifests/source-controller.yaml'), 'utf8')).toBe(
      [
        'crds/bases/git.yaml: the CRD',
        'deployment/deployment.yaml: the Deployment',
        'kustomization.yaml: resources:',
        '- crds',
        '- deployment',
        '- account.yaml',
      ].join('\n'),
    )
  })

  it('makes one file for each component that has a module, and those that all share', async () => {
    await make()
    expect((await readdir(join(flux, 'cmd/flux/manifests'))).toSorted()).toEqual([
      'policies.yaml',
      'rbac.yaml',
      'source-controller.yaml',
    ])
  })

  it('refuses to let kustomize fetch anything', async () => {
    const kustomization = 'resources:\n- https://example.test/more?ref=main\n'
    await write({ 'flux2/manifests/bases/source-controller/kustomization.yaml': kustomization })
    await expect(make()).rejects.toMatchObject({
      detail: { code: 'command-failed', output: kustomization, happened: expect.stringContaining('source-controller') },
    })
  })
})
