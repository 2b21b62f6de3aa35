import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { root } from './app-serve.ts'

/** The app as `npm start` has started it. */
export interface NpmStart {
  /** With the token. */
  readonly url: string
  /** It found that the sources were not those of the last build. */
  readonly hasBuilt: boolean
  stop(): Promise<void>
}

const READY = /ready: (\S+)$/
const STOP_WITHIN_MS = 30_000
/** Of its output, as much as explains why it did not start. */
const KEPT_LINES = 20

/** `npm start` as on a machine without a display: it prints the address of the page. */
export async function startWithNpm(dataRoot: string): Promise<NpmStart> {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...environment } = process.env
  const child = spawn('npm', ['start', '--', '--browser'], {
    cwd: root,
    env: { ...environment, DRYDOCK_DATA: dataRoot },
    stdio: ['ignore', 'pipe', 'inherit'],
    // A group of its own, so that all of it can be stopped as Ctrl-C does it.
    detached: process.platform !== 'win32',
    shell: process.platform === 'win32',
  })
  const ended = once(child, 'exit')
  const lines: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line)
    const url = READY.exec(line)?.[1]
    if (url === undefined) continue
    const hasBuilt = lines.some((each) => each.startsWith('Building'))
    return { url, hasBuilt, stop: () => stopGroup(child.pid, ended) }
  }
  throw new Error(`npm start ended without an address:\n${lines.slice(-KEPT_LINES).join('\n')}`)
}

async function stopGroup(leader: number | undefined, ended: Promise<unknown>): Promise<void> {
  if (leader === undefined) return
  const group = process.platform === 'win32' ? leader : -leader
  const timer = setTimeout(() => signal(group, 'SIGKILL'), STOP_WITHIN_MS)
  signal(group, 'SIGINT')
  await ended
  clearTimeout(timer)
}

function signal(group: number, name: NodeJS.Signals): void {
  try {
    process.kill(group, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error // it is gone already
  }
}
