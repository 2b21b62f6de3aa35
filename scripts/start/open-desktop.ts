import { spawn } from 'node:child_process'
import { join } from 'node:path'

export interface DesktopWindow {
  /** What became of it: `closed` by the user, or `failed` before it had been there for a while, with its last words. */
  readonly outcome: Promise<{ readonly kind: 'closed' } | { readonly kind: 'failed'; readonly output: string }>
  stop(): void
}

const KEPT_OUTPUT_CHARACTERS = 4_000

/** A window that is gone sooner than this, with an error, has never really been there. */
const FAILED_WITHIN_MS = 10_000

/** Opens the window; its engine runs on this very Node where Electron's own is too old. */
export function openDesktop(root: string, executable: string): DesktopWindow {
  const started = performance.now()
  // Chromium refuses its sandbox to root. Nobody should work as root; where somebody has to, the page still has no Node.
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const child = spawn(executable, [...flags, join(root, 'dist/shell/main.cjs')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, DRYDOCK_NODE: process.env['DRYDOCK_NODE'] ?? process.execPath },
  })
  let output = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output = `${output}${text}`.slice(-KEPT_OUTPUT_CHARACTERS)
  })
  const { promise: outcome, resolve } = Promise.withResolvers<Awaited<DesktopWindow['outcome']>>()
  child.once('error', (error) => resolve({ kind: 'failed', output: error.message }))
  child.once('close', (code) => {
    const failed = code !== 0 && performance.now() - started < FAILED_WITHIN_MS
    resolve(failed ? { kind: 'failed', output } : { kind: 'closed' })
  })
  return { outcome, stop: () => child.kill('SIGTERM') }
}
