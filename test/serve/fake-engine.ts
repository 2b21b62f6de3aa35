import { DrydockError } from '../../electron/contract/errors.ts'
import { terminalId } from '../../electron/contract/ids.ts'
import type { AppSnapshot, Handlers } from '../../electron/contract/protocol.ts'
import { PROTOCOL_VERSION } from '../../electron/contract/protocol.ts'
import type { Engine } from '../../electron/engine/engine.ts'
import { Emitter } from '../../electron/engine/lib/emitter.ts'
import type { Announcement } from '../../electron/engine/session/announcement.ts'

/** An engine that answers at once and announces what the test fires. */
export interface FakeEngine extends Engine {
  readonly notices: Emitter<Announcement>
  /** What each handler was called with, in order. */
  readonly calls: readonly { readonly command: string; readonly params: unknown }[]
}

export const emptySnapshot: AppSnapshot = {
  protocolVersion: PROTOCOL_VERSION,
  appVersion: '0.0.0',
  catalogue: { labs: [], broken: [] },
  lab: null,
  clusters: [],
  objects: [],
  terminals: [],
  context: null,
  repositories: [],
  timeline: [],
  toolchain: { state: 'complete', done: 0, total: 0 },
  sequence: 0,
}

export const someNotice: Announcement = {
  event: 'context/changed',
  payload: { context: { context: 'dev', namespace: 'shop' } },
}

export function fakeEngine(overrides: Partial<Handlers> = {}): FakeEngine {
  const notices = new Emitter<Announcement>()
  const calls: { command: string; params: unknown }[] = []
  const unknownLab = async (): Promise<never> => {
    throw new DrydockError({ code: 'lab-unknown', happened: 'There is no lab "nowhere".', remedy: 'Choose another.' })
  }
  const noRepository = async (): Promise<never> => {
    throw new DrydockError({ code: 'not-found', happened: 'This lab has no repository.', remedy: 'Open another lab.' })
  }
  const nothing = async (): Promise<null> => null
  const handlers: Handlers = {
    'app/snapshot': async () => emptySnapshot,
    'lab/open': unknownLab,
    'lab/close': nothing,
    'lab/reset': unknownLab,
    'step/open': unknownLab,
    'step/goBack': unknownLab,
    'step/recheck': unknownLab,
    'step/hint': unknownLab,
    'step/show': unknownLab,
    'step/answer': unknownLab,
    'cluster/retry': nothing,
    'cluster/log': async () => ({ text: 'etcd started' }),
    'object/detail': async () => {
      throw new Error('the object panel has a hole')
    },
    'git/history': async () => [],
    'git/compare': async ({ base, head }) => ({ base, head, commits: [], files: [] }),
    'git/revert': noRepository,
    'pull/open': noRepository,
    'pull/review': noRepository,
    'pull/merge': noRepository,
    'pull/close': noRepository,
    'terminal/open': async () => ({ terminalId: terminalId('t1'), title: 'bash', alive: true }),
    'terminal/attach': async () => ({ replay: '' }),
    'terminal/input': nothing,
    'terminal/type': nothing,
    'terminal/resize': nothing,
    'terminal/acknowledge': nothing,
    'terminal/close': nothing,
    ...overrides,
  }
  const recorded = Object.fromEntries(
    Object.entries(handlers).map(([command, handle]) => [
      command,
      (params: never) => {
        calls.push({ command, params })
        return handle(params)
      },
    ]),
  ) as unknown as Handlers
  return { handlers: recorded, notices, calls, onNotice: notices.event, dispose: async () => notices.dispose() }
}
