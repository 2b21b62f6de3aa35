import { setTimeout as sleep } from 'node:timers/promises'
import { done } from './app-api.ts'
import type { AppAtWork } from './app-at-work.ts'

const DEPLOYMENTS = '/apis/apps/v1/namespaces/bench/deployments'

/** Between two writes, so that the controllers have done with the one before. Milliseconds. */
const PACE_MS = 150

export const crane = (replicas: number): object => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'crane' },
  spec: {
    replicas,
    selector: { matchLabels: { app: 'crane' } },
    template: {
      metadata: { labels: { app: 'crane' } },
      spec: { containers: [{ name: 'nginx', image: 'nginx:alpine' }] },
    },
  },
})

/**
 * A deployment is scaled up and down, and each time its step's verdict turns: from the moment in which the API server's
 * answer is here to the one in which the notice is on the socket. Below zero where the notice is here before the answer.
 */
export async function measureVerdicts(app: AppAtWork, writes: number): Promise<readonly number[]> {
  done(await app.api.post(DEPLOYMENTS, crane(1)))
  await app.untilVerdicts('build', 'failed', 'passed')
  const samples: number[] = []
  for (let write = 0; write < writes; write++) {
    await sleep(PACE_MS)
    const isRight = write % 2 === 0
    const [atMs, answer] = await Promise.all([
      app.untilVerdicts('build', isRight ? 'passed' : 'failed', 'passed'),
      app.api.patch(`${DEPLOYMENTS}/crane`, { spec: { replicas: isRight ? 2 : 1 } }),
    ])
    done(answer)
    samples.push(atMs - answer.atMs)
  }
  return samples
}
