/** The benchmarks of the embedded provider: creating a cluster and taking it back. */

import { defaultFolders } from '../../electron/engine/lib/folders.ts'
import { readToolset } from '../../electron/engine/tools/toolset.ts'
import type { Benchmark, Plan } from './benchmark.ts'
import { OwnCluster, type Took } from './cluster-own.ts'
import { plainCreate } from './cluster-plain.ts'
import type { Measurement } from './report.ts'
import { interleave, median } from './statistics.ts'

const PLAIN = 'kwokctl create cluster, kwokctl scale node'

async function cluster({ runs, signal }: Plan): Promise<readonly Measurement[]> {
  const toolset = readToolset(defaultFolders().cache)
  const own = await OwnCluster.make(toolset)
  const took: Record<'fresh' | 'template' | 'back', Took[]> = { fresh: [], template: [], back: [] }
  const note = async (kind: keyof typeof took, work: Promise<Took>): Promise<number> => {
    const one = await work
    took[kind].push(one)
    return one.tookMs
  }
  try {
    // Once, so that no contender pays for reading the programs from the disk.
    await own.createFresh()
    await own.remove()
    const samples = await interleave(
      runs,
      {
        plain: () => plainCreate(toolset),
        fresh: () => note('fresh', own.createFresh()),
        template: () => note('template', own.createFromTemplate()),
        back: () => note('back', own.goBack()),
        deployment: async () => {
          const tookMs = await own.firstDeployment()
          await own.remove()
          return tookMs
        },
      },
      signal,
    )
    return lines(samples, took)
  } finally {
    await own.end()
  }
}

type Samples = Readonly<Record<'plain' | 'fresh' | 'template' | 'back' | 'deployment', readonly number[]>>

function lines(samples: Samples, took: Readonly<Record<'fresh' | 'template' | 'back', Took[]>>): Measurement[] {
  const peer = { name: PLAIN, samples: samples.plain }
  return [
    {
      name: 'cluster-create',
      measured: 'creating a first cluster, to node Ready',
      unit: 'ms',
      samples: samples.fresh,
      peer,
      aim: { of: 'ratio', atMost: 1 },
      parts: medians(took.fresh),
    },
    {
      name: 'cluster-template',
      measured: 'creating a cluster from the prepared state, to node Ready',
      unit: 'ms',
      samples: samples.template,
      peer,
      aim: { of: 'ratio', atMost: 0.5 },
      parts: medians(took.template),
    },
    {
      name: 'cluster-back',
      measured: 'cluster alone back to a kept state, to healthy controllers',
      unit: 'ms',
      samples: samples.back,
      parts: medians(took.back),
    },
    {
      name: 'cluster-first-deployment',
      measured: 'first Deployment after going back, to Available',
      unit: 'ms',
      samples: samples.deployment,
    },
  ]
}

function medians(took: readonly Took[]): Record<string, number> {
  const titles = Object.keys(took[0]?.parts ?? {})
  return Object.fromEntries(titles.map((title) => [title, median(took.map(({ parts }) => parts[title] ?? Number.NaN))]))
}

export const CLUSTER_BENCHMARKS: readonly Benchmark[] = [{ name: 'cluster', built: false, run: cluster }]
