import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createEmbeddedProvider } from '../../electron/engine/cluster/embedded.ts'
import { loadLab } from '../../electron/engine/labs/load-lab.ts'
import { proveLab } from '../../electron/engine/labs/proof/prove-lab.ts'
import { defaultFolders } from '../../electron/engine/lib/folders.ts'
import { readToolset } from '../../electron/engine/tools/toolset.ts'

const LABS = join(import.meta.dirname, '../../labs')
const names = readdirSync(LABS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)

/** A lab that fails its proof does not ship. */
describe('every lab', () => {
  const dataRoot = mkdtempSync(join(tmpdir(), 'drydock-labs-'))
  const toolset = readToolset(defaultFolders().cache)
  const provider = createEmbeddedProvider({ dataRoot, toolset })

  afterAll(async () => {
    await provider.dispose()
    rmSync(dataRoot, { recursive: true, force: true, maxRetries: 5 })
  })

  it('is one of the course', () => {
    expect(names.toSorted()).toEqual([
      'contexts',
      'depends-on',
      'deployments',
      'disaster-recovery',
      'first-look',
      'flux-bootstrap',
      'flux-export',
      'flux-kustomizations',
      'flux-sources',
      'health-checks',
      'instavote',
      'manifests',
      'many-clusters',
      'namespaces',
      'overlays',
      'promotion',
      'pull-and-push',
      'reconcile-and-drift',
      'rollouts',
      'service-discovery',
      'services',
    ])
  })

  it.concurrent.each(names)(
    '%s: red before, green after its solutions, red for every mistake',
    { timeout: 1_800_000 },
    async (name) => {
      const loaded = await loadLab(join(LABS, name))
      if (!loaded.ok) throw new Error(`labs/${name} does not load: ${loaded.problems[0]?.happened}`)
      const { signal } = new AbortController()
      const proof = await proveLab({ lab: loaded.lab, provider, toolset, dataRoot, signal, seed: 'every-lab' })
      expect({ defects: proof.defects, outcome: proof.outcome }).toEqual({ defects: [], outcome: 'proven' })
    },
  )
})
