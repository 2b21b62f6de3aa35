import { join } from 'node:path'
import { createServer, type ProxyOptions } from 'vite'

export interface PageServer {
  readonly address: string
  dispose(): Promise<void>
}

export interface PageServerOptions {
  readonly root: string
  /** Where the engine is served, without a slash at the end. */
  readonly engine: string
  readonly port?: number
}

const USUAL_PORT = 5173

/**
 * Vite with the page from its sources; the socket and the token's exchange go on to serve. The checks of serve hold all
 * the same: only an Origin that is this server's own is turned into the one that serve expects, and the token has to come.
 */
export async function servePage({ root, engine, port = USUAL_PORT }: PageServerOptions): Promise<PageServer> {
  let own = ''
  const proxy: ProxyOptions = {
    target: engine,
    changeOrigin: true,
    ws: true,
    configure(proxied) {
      proxied.on('proxyReqWs', (upgrade, request) => {
        if (request.headers.origin === own) upgrade.setHeader('origin', engine)
      })
    },
  }
  const vite = await createServer({
    configFile: join(root, 'renderer/vite.config.ts'),
    server: {
      host: '127.0.0.1',
      port,
      proxy: { '/engine': proxy, '^/\\?token=': { target: engine, changeOrigin: true } },
    },
    clearScreen: false,
  })
  await vite.listen()
  own = vite.resolvedUrls?.local[0]?.replace(/\/$/, '') ?? ''
  return { address: `${own}/`, dispose: () => vite.close() }
}
