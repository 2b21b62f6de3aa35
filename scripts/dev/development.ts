import { watch } from 'node:fs'
import { join } from 'node:path'
import { createEngineHost } from '../../electron/shell/engine-host.ts'
import { servePage, type PageServer } from './page-server.ts'

export interface Development {
  dispose(): Promise<void>
}

export interface DevelopmentOptions {
  readonly root: string
  readonly print: (line: string) => void
  /** For the page; any other that is free is taken when somebody has it. */
  readonly port?: number
}

/** What the engine is made of. */
const WATCHED = ['electron/contract', 'electron/engine', 'electron/serve']

/** Editors write several files at once. */
const SETTLED_AFTER_MS = 150

export async function startDevelopment({ root, print, port }: DevelopmentOptions): Promise<Development> {
  let pid: number | undefined
  let page: Promise<PageServer> | undefined
  const host = createEngineHost({
    runtime: { file: process.execPath, environment: {} },
    serve: join(root, 'electron/serve/main.ts'),
    onState(state) {
      if (state.kind === 'gave-up') print([state.failure.happened, state.failure.output].join('\n'))
      if (state.kind !== 'ready') return
      pid = state.line.pid
      print(`The engine is up (process ${pid}).`)
      const { url } = state.line
      // One page for all engines: they follow each other at the same address.
      page ??= servePage({ root, engine: new URL(url).origin, ...(port === undefined ? {} : { port }) })
      page.then(
        ({ address }) => print(`Drydock is ready: ${address}${new URL(url).search}`),
        (error: unknown) => print(`The page cannot be served: ${String(error)}`),
      )
    },
  })

  let settling: NodeJS.Timeout | undefined
  const restart = (): void => {
    print('The sources of the engine changed.')
    if (pid !== undefined) process.kill(pid, 'SIGTERM')
    pid = undefined
    host.retry()
  }
  const watchers = WATCHED.map((folder) =>
    watch(join(root, folder), { recursive: true }, () => {
      clearTimeout(settling)
      settling = setTimeout(restart, SETTLED_AFTER_MS)
    }),
  )
  host.start()
  return {
    async dispose() {
      clearTimeout(settling)
      for (const watcher of watchers) watcher.close()
      await Promise.all([host.stop(), page?.then((server) => server.dispose())])
    },
  }
}
