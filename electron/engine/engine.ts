import { join } from 'node:path'
import type { Handlers } from '../contract/protocol.ts'
import { createEmbeddedProvider } from './cluster/embedded.ts'
import { readKnownLabs } from './labs/known-labs.ts'
import { openLabLibrary } from './labs/lab-library.ts'
import { systemClock, type Clock } from './lib/clock.ts'
import { Emitter, type Event } from './lib/emitter.ts'
import { silentLog, type Log } from './lib/log.ts'
import { ProgressStore } from './progress/progress-store.ts'
import type { Announce, Announcement } from './session/announcement.ts'
import { Desk } from './session/desk.ts'
import { createHandlers } from './session/handlers.ts'
import { createTerminals, type Terminals } from './terminal/terminals.ts'
import { watchToolchain } from './tools/toolchain-watch.ts'
import { readToolset } from './tools/toolset.ts'

export interface EngineOptions {
  /** Clusters, learners' folders and progress; made when it is not there. */
  readonly dataRoot: string
  /** Where the toolchain was put. */
  readonly cacheRoot: string
  /** The folder with one folder a lab. */
  readonly labsRoot: string
  readonly appVersion: string
  readonly log?: Log
  readonly clock?: Clock
}

/** What a face talks to: commands in, announcements out. */
export interface Engine {
  readonly handlers: Handlers
  readonly onNotice: Event<Announcement>
  /** Stops clusters and shells; progress is on disk already. */
  dispose(): Promise<void>
}

/** Builds the engine, by hand, top to bottom. Rejects with a `DrydockError` when the data folder cannot be used. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { dataRoot, cacheRoot, labsRoot, appVersion, log = silentLog, clock = systemClock } = options
  const notices = new Emitter<Announcement>()
  const announce: Announce = (event, payload) => notices.fire({ event, payload } as Announcement)

  const store = new ProgressStore(join(dataRoot, 'drydock.db'))
  const toolset = readToolset(cacheRoot)
  const provider = createEmbeddedProvider({ dataRoot, toolset, clock, log })
  const library = await openLabLibrary(labsRoot, { known: await readKnownLabs(join(cacheRoot, 'labs.json')) })
  const terminals = createTerminals({ log, clock })
  const desk = new Desk({ dataRoot, library, provider, terminals, toolset, store, announce, clock, log })
  const toolchain = watchToolchain(cacheRoot, (status) => {
    announce('toolchain/status', { status })
    desk.lookAtCapabilities()
  })
  forwardTerminals(terminals, announce)
  reopen(desk, store, log)

  return {
    handlers: createHandlers({ desk, terminals, provider, toolchain, store, appVersion }),
    onNotice: notices.event,
    async dispose() {
      await desk.dispose()
      await terminals.dispose()
      await provider.dispose()
      toolchain.dispose()
      library.dispose()
      store.dispose()
      notices.dispose()
    },
  }
}

function forwardTerminals(terminals: Terminals, announce: Announce): void {
  terminals.onOutput((output) => announce('terminal/output', output))
  terminals.onChanged((terminal) => announce('terminal/changed', { terminal }))
  terminals.onClosed(({ terminalId }) => announce('terminal/closed', { terminalId }))
}

/** An engine that was killed finds the lab that was open, and with it the cluster that went on running. */
function reopen(desk: Desk, store: ProgressStore, log: Log): void {
  const lab = store.openLab()
  if (lab === undefined) return
  desk.open(lab).catch((error: unknown) => {
    log.warn('the lab that was open could not be opened again', { lab, error })
    store.setOpenLab(undefined)
  })
}
