import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DrydockError } from '../../electron/contract/errors.ts'
import { copyFolder } from './files.ts'
import { BUILD_FLAGS, linkFlags } from './go-build.ts'
import { downloadModules } from './go-modules.ts'
import { go, type GoRun } from './go.ts'
import type { GoModule } from './pins.ts'
import { currentPlatform } from './platform.ts'

const FLUX = 'github.com/fluxcd/flux2/v2'
const CONTROLLER = /^github\.com\/fluxcd\/[a-z-]+-controller$/
const KUSTOMIZE = 'sigs.k8s.io/kustomize/kustomize/v5'

/** What the manifests are made with and from. */
export interface FluxParts {
  /** The module that kustomize is built from. */
  readonly kustomize: GoModule
  /** Holds a go.mod with the controllers that are not built and only give their manifests. */
  readonly manifestsDirectory: string
}

/** Turns a folder with a kustomization.yaml into YAML. */
export type Kustomize = (folder: string) => Promise<string>

/**
 * Makes a folder in which `flux` can be built. The program embeds `cmd/flux/manifests/*.yaml`, which upstream's release
 * makes from files on the network and its module does not carry; Go refuses to overlay files in its module cache. So the
 * module is copied, the manifests are made in the copy, and a go.mod that replaces the module by the copy stands beside it.
 */
export async function prepareFluxSources(run: GoRun, parts: FluxParts): Promise<string> {
  const built = await downloadModules(run, (path) => path === FLUX || CONTROLLER.test(path))
  const manifestsRun: GoRun = { ...run, directory: parts.manifestsDirectory }
  const others = await downloadModules(manifestsRun, (path) => CONTROLLER.test(path))
  const directory = join(run.temporary, 'sources')
  const copy = join(directory, 'flux2')
  await copyFolder(built.get(FLUX) ?? '', copy)
  const controllers = new Map(
    [...built, ...others].flatMap(([path, folder]) => (path === FLUX ? [] : [[path.split('/').at(-1) ?? '', folder]])),
  )
  await makeManifests(copy, controllers, kustomizeOf(run, parts.kustomize))
  for (const file of ['go.mod', 'go.sum'])
    await writeFile(join(directory, file), await readFile(join(run.directory, file)))
  await go({ ...run, directory }, ['mod', 'edit', `-replace=${FLUX}=./flux2`])
  return directory
}

/**
 * Does what upstream's `manifests/scripts/bundle.sh` does, with the network's files replaced by what they are made of: the
 * `config` folders of the controllers' own modules. A component without a module is left out; `flux install` then misses
 * its file when it is asked for it.
 *
 * @param flux - a copy of Flux's module
 * @param controllers - the folders of the controllers' modules, by component
 */
export async function makeManifests(
  flux: string,
  controllers: ReadonlyMap<string, string>,
  kustomize: Kustomize,
): Promise<void> {
  const sources = join(flux, 'manifests')
  const target = join(flux, 'cmd', 'flux', 'manifests')
  await mkdir(target, { recursive: true })
  for (const name of await readdir(join(sources, 'bases'))) {
    const controller = controllers.get(name)
    if (controller === undefined) continue
    const base = join(sources, 'bases', name)
    await copyFolder(join(controller, 'config', 'crd'), join(base, 'crds'))
    await copyFolder(join(controller, 'config', 'manager'), join(base, 'deployment'))
    const file = join(base, 'kustomization.yaml')
    await writeFile(file, withoutNetwork(await readFile(file, 'utf8'), name))
    await writeFile(join(target, `${name}.yaml`), await kustomize(base))
  }
  for (const name of ['rbac', 'policies'])
    await writeFile(join(target, `${name}.yaml`), await kustomize(join(sources, name)))
}

/** The two release files of a controller become the folders of the same content. */
function withoutNetwork(kustomization: string, component: string): string {
  const local = kustomization.replaceAll(/^- https:\/\/\S+\.(crds|deployment)\.yaml$/gm, '- $1')
  if (!local.includes('://')) return local
  throw new DrydockError({
    code: 'command-failed',
    happened: `Flux's own manifests/bases/${component} wants something from the network that is not a release of the controller.`,
    remedy: 'Teach scripts/toolchain/flux-sources.ts where else it comes from.',
    output: kustomization,
  })
}

/** Runs on this machine, whatever platform the tools are for. */
function kustomizeOf(run: GoRun, module: GoModule): Kustomize {
  const here: GoRun = { ...run, module, directory: module.directory, platform: currentPlatform() }
  return (folder) => go(here, ['run', ...BUILD_FLAGS, ...linkFlags(module), KUSTOMIZE, 'build', folder])
}
