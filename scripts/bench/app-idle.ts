import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { REQUESTS_FILE } from './app-count-requests.ts'

const COUNTER = pathToFileURL(join(import.meta.dirname, 'app-count-requests.ts')).href

/** The requests that the engine sends, as they are noted down in its own process. */
export interface RequestCount extends AsyncDisposable {
  /** For the server's process. */
  readonly environment: Readonly<Record<string, string>>
  /** Every request until now, as `METHOD PATH`. */
  requests(): Promise<readonly string[]>
}

export async function countRequests(): Promise<RequestCount> {
  const folder = await mkdtemp(join(tmpdir(), 'drydock-bench-requests-'))
  const file = join(folder, 'requests')
  return {
    environment: { [REQUESTS_FILE]: file, NODE_OPTIONS: `--import=${COUNTER}` },
    async requests() {
      const text = await readFile(file, 'utf8').catch(() => '')
      return text.split('\n').filter((line) => line !== '')
    },
    async [Symbol.asyncDispose]() {
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A watch that ends is begun again where it stopped; that is no polling. */
export const isWatch = (request: string): boolean => /[?&]watch=(true|1)\b/.test(request)

/** How many requests besides watches the engine sends while nobody does anything. Throws when it has sent none before. */
export async function measureIdle(
  count: RequestCount,
  idleMs: number,
  signal: AbortSignal,
): Promise<readonly string[]> {
  await sleep(SETTLE_MS, undefined, { signal })
  const before = (await count.requests()).length
  if (before === 0) throw new Error('the engine was seen sending no request at all; the count does not work')
  await sleep(idleMs, undefined, { signal })
  return (await count.requests()).slice(before).filter((request) => !isWatch(request))
}

/** Whatever the last change has set off is over by then. */
const SETTLE_MS = 3000
