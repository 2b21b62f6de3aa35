import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Lab } from '../../electron/contract/lab.ts'
import { createEmbeddedProvider } from '../../electron/engine/cluster/embedded.ts'
import { loadLab } from '../../electron/engine/labs/load-lab.ts'
import { proveLab } from '../../electron/engine/labs/proof/prove-lab.ts'
import { processesIn } from '../helpers/processes-in.ts'
import { realToolset } from './embedded-fixture.ts'

const PIPELINE = join(import.meta.dirname, '../fixtures/labs-gitops-tiny/pipeline')

/** The small lab, with mistakes of the test's own: nobody makes any at first, then somebody pushes what is right. */
async function planted(): Promise<Lab> {
  const loaded = await loadLab(PIPELINE)
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  const [connect, change] = loaded.lab.steps
  const right = { name: 'right-after-all', commands: change!.solution, fails: [], answers: {} }
  const steps = [
    { ...connect!, mistakes: [] },
    { ...change!, mistakes: [right, ...change!.mistakes] },
  ]
  return { ...loaded.lab, steps }
}

describe('the proof of a lab with Flux', { timeout: 600_000 }, () => {
  it('finds out that a mistake is none, however long Flux takes to show it, and takes it back', async () => {
    const dataRoot = await mkdtemp(join(tmpdir(), 'drydock-gitops-proof-'))
    const toolset = realToolset()
    const provider = createEmbeddedProvider({ dataRoot, toolset })
    try {
      const signal = new AbortController().signal
      const proof = await proveLab({ lab: await planted(), seed: 'ada', provider, toolset, dataRoot, signal })
      expect(proof.defects.map(({ kind, step, mistake }) => [kind, step, mistake])).toEqual([
        ['few-mistakes', 'connect', undefined],
        ['mistake-passes', 'change', 'right-after-all'],
      ])
      expect(proof.trials.map(({ of, failed, restless }) => [of, failed, restless])).toEqual([
        ['start', ['synced'], undefined],
        ['solution', [], undefined],
        ['start', ['replicas', 'running'], undefined],
        ['mistake', [], undefined],
        ['mistake', ['replicas'], undefined],
        ['mistake', expect.arrayContaining(['synced']), undefined],
        ['solution', [], undefined],
      ])
      expect(await processesIn(dataRoot)).toEqual([])
    } finally {
      await provider.dispose()
      await rm(dataRoot, { recursive: true, force: true })
    }
  })
})
