import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough, pipeline, Transform, type Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { Repository } from '../repository.ts'
import type { GitRoute } from './git-route.ts'
import { exchange } from './http-backend.ts'
import { MAX_PUSH_BYTES } from './limits.ts'
import { PushCommands } from './push-commands.ts'
import { parseRefusals, pushEnvironment } from './push-hook.ts'
import { recordPush } from './record-push.ts'
import type { Served } from './request-handler.ts'

export interface GitVisit {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly route: GitRoute
}

const config = (served: Served): Record<string, string> => ({
  'core.hooksPath': served.hooks,
  'http.receivepack': 'true',
  'http.getanyfile': 'false',
  // Packs stay packs: copies of repositories have few files, and what is too large is refused with the limit.
  'receive.unpackLimit': '1',
  'receive.maxInputSize': String(MAX_PUSH_BYTES),
  'receive.fsckObjects': 'true',
  'receive.autogc': 'false',
  'uploadpack.allowReachableSHA1InWant': 'true',
  'uploadpack.allowFilter': 'true',
})

export async function serveFetch(served: Served, _repository: Repository, visit: GitVisit): Promise<void> {
  await exchange({
    ...visit,
    body: plainBody(visit.request),
    folder: served.folder,
    clock: served.clock,
    signal: served.signal(),
    environment: {},
    config: config(served),
    finish: async () => undefined,
  })
}

export async function servePush(served: Served, repository: Repository, visit: GitVisit): Promise<void> {
  const refusals = join(served.staging, `refused-${randomBytes(6).toString('hex')}`)
  const wish = new PushCommands()
  const { defaultBranch, protected: guarded } = repository.record
  try {
    await exchange({
      ...visit,
      body: watched(plainBody(visit.request), (chunk) => wish.take(chunk)),
      folder: served.folder,
      clock: served.clock,
      signal: served.signal(),
      environment: pushEnvironment({ defaultBranch, protected: guarded, refusals }),
      config: config(served),
      finish: async () => await finish(served, repository, wish, refusals),
    })
  } finally {
    await rm(refusals, { force: true })
  }
}

/** The push is done whatever happens here: its answer does not depend on it. */
async function finish(served: Served, repository: Repository, wish: PushCommands, file: string): Promise<void> {
  try {
    const refusals = parseRefusals(await readFile(file, 'utf8').catch(() => ''))
    await recordPush(repository, wish, refusals, served.clock.now())
  } catch (error) {
    served.log.error('a repository could not be read after a push', { repository: repository.name, error })
  }
}

/** Git compresses what it asks for when that is long. */
function plainBody(request: IncomingMessage): Readable {
  if (!/^(x-)?gzip$/i.test(request.headers['content-encoding'] ?? '')) return request
  return pipeline(request, createGunzip(), new PassThrough(), () => undefined)
}

function watched(body: Readable, look: (chunk: Buffer) => void): Readable {
  const watch = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      look(chunk)
      done(undefined, chunk)
    },
  })
  return pipeline(body, watch, () => undefined)
}
