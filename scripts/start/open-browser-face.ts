import { join } from 'node:path'
import { createEngineHost, type EngineFailure } from '../../electron/shell/engine-host.ts'

export interface BrowserFace {
  /** Resolves when the engine is not coming back. */
  readonly gaveUp: Promise<EngineFailure>
  stop(): Promise<void>
}

export interface BrowserFaceOptions {
  readonly root: string
  readonly print: (line: string) => void
}

/** Serves the page and prints its address; a killed engine comes back at the same one. */
export function openBrowserFace({ root, print }: BrowserFaceOptions): BrowserFace {
  const { promise: gaveUp, resolve } = Promise.withResolvers<EngineFailure>()
  let printed = ''
  const host = createEngineHost({
    runtime: { file: process.execPath, environment: {} },
    serve: process.env['DRYDOCK_SERVE'] ?? join(root, 'dist/serve/main.mjs'),
    onState(state) {
      if (state.kind === 'gave-up') resolve(state.failure)
      if (state.kind === 'restarting') print('The engine ended unexpectedly and is started again.')
      if (state.kind !== 'ready' || state.line.url === printed) return
      printed = state.line.url
      print(`Drydock is ready: ${printed}`)
    },
  })
  host.start()
  return { gaveUp, stop: () => host.stop() }
}
