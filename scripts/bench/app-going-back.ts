import { done } from './app-api.ts'
import type { AppAtWork } from './app-at-work.ts'
import { crane } from './app-verdict.ts'
import { median } from './statistics.ts'

const DEPLOYMENTS = '/apis/apps/v1/namespaces/bench/deployments'
const LEDGER = '/api/v1/namespaces/bench/configmaps/ledger'
const LOOK_AGAIN_MS = 5
const LIMIT_MS = 120_000

export interface GoingBack {
  readonly samplesMs: readonly number[]
  /** Medians of the parts, by what the app says that it does; and what comes after the last of them. */
  readonly parts: Readonly<Record<string, number>>
}

/**
 * From the command to the moment in which the API server answers with the old objects, the reply is here, and the
 * step's verdicts are again those of its beginning.
 */
export async function measureGoingBack(app: AppAtWork, runs: number): Promise<GoingBack> {
  const samplesMs: number[] = []
  const parts = new Map<string, number[]>()
  const note = (name: string, tookMs: number): void => void parts.set(name, [...(parts.get(name) ?? []), tookMs])
  for (let run = 0; run < runs; run++) {
    await work(app)
    const startedAt = performance.now()
    const replied = app.face
      .call('step/goBack', { step: 'build' })
      .then(() => note('reply', performance.now() - startedAt))
    const verdicts = app.untilVerdicts('build', 'failed', 'passed').then((atMs) => note('verdict', atMs - startedAt))
    await Promise.all([replied, verdicts])
    await untilOld(app)
    const tookMs = performance.now() - startedAt
    samplesMs.push(tookMs)
    for (const { title, tookMs = 0 } of app.seen.cluster?.steps ?? []) note(title, tookMs)
  }
  return { samplesMs, parts: Object.fromEntries([...parts].map(([name, samples]) => [name, median(samples)])) }
}

/** What a learner may have done since the step began; both verdicts are then the other way round. */
async function work(app: AppAtWork): Promise<void> {
  done(await app.api.post(DEPLOYMENTS, crane(2)))
  done(await app.api.patch(LEDGER, { data: { page: 'second' } }))
  await app.untilVerdicts('build', 'passed', 'failed')
}

async function untilOld({ api }: AppAtWork): Promise<void> {
  const limit = performance.now() + LIMIT_MS
  while (!(await isOld(api))) {
    if (performance.now() > limit) throw new Error('the API server never showed the old objects')
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
  }
}

async function isOld(api: AppAtWork['api']): Promise<boolean> {
  try {
    const [deployment, ledger] = [await api.get(`${DEPLOYMENTS}/crane`), done(await api.get(LEDGER))]
    return deployment.status === 404 && (JSON.parse(ledger.body) as { data: { page: string } }).data.page === 'first'
  } catch {
    return false // it does not answer yet
  }
}
