import { spawn } from 'node:child_process'
import { on, once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { PROTOCOL_VERSION } from '../../electron/contract/protocol.ts'
import type { ServeLine } from '../../electron/contract/supervision.ts'
import { silentLog } from '../../electron/engine/lib/log.ts'
import { newToken } from '../../electron/serve/greeting.ts'
import { claimDataFolder } from '../../electron/serve/instance.ts'
import { startServing } from '../../electron/serve/serve.ts'
import { fakeEngine } from './fake-engine.ts'
import { serveProcesses, type ServeProcess } from './serve-process.ts'

let processes: ReturnType<typeof serveProcesses>
beforeEach(() => {
  processes = serveProcesses()
})
afterEach(() => processes.dispose())

type Ready = ServeLine & { readonly type: 'ready' }
const ready = async (serve: ServeProcess): Promise<Ready> => JSON.parse(await serve.firstLine) as Ready
const stopped = (): boolean => existsSync(join(processes.data, 'engine-stopped'))

interface Visit {
  readonly socket: WebSocket
  /** The next message of the engine. */
  next(): Promise<unknown>
}

/** A page's way in: the cookie from the printed address, then the socket and a request on it. */
async function visit(url: string, request: unknown): Promise<Visit> {
  const { host, origin } = new URL(url)
  const response = await fetch(url, { redirect: 'manual' })
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? ''
  const socket = new WebSocket(`ws://${host}/engine`, { headers: { cookie, origin } })
  const messages = on(socket, 'message')
  await once(socket, 'open')
  socket.send(JSON.stringify(request))
  return {
    socket,
    async next() {
      const { value } = await messages.next()
      return JSON.parse(String(value?.[0])) as unknown
    },
  }
}

const snapshotRequest = {
  type: 'request',
  id: 1,
  command: 'app/snapshot',
  params: { protocolVersion: PROTOCOL_VERSION },
}

describe('serve', () => {
  it('prints one line with an address that opens the page', async () => {
    const serve = processes.start(['--port', '0'])
    const line = await serve.firstLine
    expect(line).toMatch(/^Drydock is ready: http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/)
    const { next, socket } = await visit(line.replace('Drydock is ready: ', ''), snapshotRequest)
    expect(await next()).toMatchObject({ type: 'reply', id: 1, result: { protocolVersion: PROTOCOL_VERSION } })
    socket.terminate()
    serve.kill('SIGTERM')
    expect([await serve.ended, serve.output]).toEqual([0, { stdout: `${line}\n`, stderr: '' }])
  })

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('stops its engine and leaves no record at %s', async (signal) => {
    const serve = processes.start(['--port', '0', '--json'])
    const { address } = await ready(serve)
    const record = join(processes.data, 'instance.json')
    expect(JSON.parse(readFileSync(record, 'utf8'))).toEqual({ pid: serve.pid, address })
    serve.kill(signal)
    expect([await serve.ended, stopped(), existsSync(record)]).toEqual([0, true, false])
  })

  it('never puts its token into the log or the record', async () => {
    const serve = processes.start(['--port', '0', '--json'])
    const { url } = await ready(serve)
    const { next, socket } = await visit(url, snapshotRequest)
    await next()
    socket.terminate()
    const written = ['logs/engine.log', 'instance.json'].map((file) => readFileSync(join(processes.data, file), 'utf8'))
    expect(written.join('')).not.toContain(new URL(url).searchParams.get('token'))
  })

  it('says who has the port that it was told to use', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const serve = processes.start(['--port', String(port), '--json'])
    expect(await serve.ended).toBe(1)
    const line = JSON.parse(serve.output.stdout) as ServeLine & { readonly type: 'failed' }
    expect({ type: line.type, code: line.error.code }).toEqual({ type: 'failed', code: 'port-in-use' })
    expect(line.error.happened).toMatch(
      new RegExp(`^Port ${port} on 127.0.0.1 is in use by .+ \\(process ${process.pid}\\)\\.$`),
    )
    expect(serve.output.stderr).toBe(`${line.error.happened}\n${line.error.remedy}\n`)
    other.close()
  })

  it('refuses a second one on the same data folder and says where the first is', async () => {
    const first = processes.start(['--port', '0', '--json'])
    const { address } = await ready(first)
    const second = processes.start(['--port', '0'])
    expect(await second.ended).toBe(3)
    expect(second.output.stdout).toBe('')
    expect(second.output.stderr).toContain(
      `Drydock (process ${first.pid}) already works in ${processes.data} and serves ${address}.`,
    )
  })

  it('works again at once after it was killed', async () => {
    const first = processes.start(['--port', '0', '--json'])
    await ready(first)
    first.kill('SIGKILL')
    await first.ended
    const second = processes.start(['--port', '0', '--json'])
    expect((await ready(second)).pid).toBe(second.pid)
  })

  it('ends with what is wrong when there can be no engine', async () => {
    const serve = processes.start(['--port', '0'], { FAKE_ENGINE: 'cannot-start' })
    expect([await serve.ended, serve.output.stderr]).toEqual([1, 'The disk is full.\nFree some space.\n'])
  })

  it('ends with 2 when it is called wrongly', async () => {
    const serve = processes.start(['--token', 'x'])
    expect([await serve.ended, serve.output.stdout]).toEqual([2, ''])
  })

  it('survives a bug in the engine and tells the page', async () => {
    const serve = processes.start(['--port', '0', '--json'])
    const { next, socket } = await visit((await ready(serve)).url, {
      type: 'request',
      id: 1,
      command: 'lab/close',
      params: {},
    })
    const problem = { code: 'bug', happened: 'Something went wrong inside Drydock: nobody waits for this' }
    expect([await next(), await next()]).toMatchObject([
      { type: 'reply', id: 1, result: null },
      { type: 'notice', sequence: 1, event: 'engine/problem', payload: { problem } },
    ])
    socket.terminate()
    serve.kill('SIGTERM')
    expect(await serve.ended).toBe(0)
  })

  describe('when it is supervised', () => {
    const greeting = { token: newToken() }

    it('takes its token from the greeting and ends with its standard input', async () => {
      const serve = processes.start(['--port', '0', '--json', '--supervised'])
      serve.stdin.write(`${JSON.stringify(greeting)}\n`)
      const { url } = await ready(serve)
      expect(new URL(url).searchParams.get('token')).toBe(greeting.token)
      serve.stdin.end()
      expect([await serve.ended, stopped()]).toEqual([0, true])
    })

    it('takes the port of the greeting, or another one when somebody has it', async () => {
      const first = processes.start(['--json', '--supervised'])
      first.stdin.write(`${JSON.stringify({ ...greeting, port: 0 })}\n`)
      const { port } = await ready(first)
      const elsewhere = ['--json', '--supervised', '--data', join(processes.folder, 'other')]
      const second = processes.start(elsewhere)
      second.stdin.write(`${JSON.stringify({ ...greeting, port })}\n`)
      expect((await ready(second)).port).not.toBe(port)
      first.stdin.end()
      second.stdin.end()
      await Promise.all([first.ended, second.ended])
      const third = processes.start(elsewhere)
      third.stdin.write(`${JSON.stringify({ ...greeting, port })}\n`)
      expect((await ready(third)).port).toBe(port)
    })

    it.each(['', 'hello\n', '{"token":"short"}\n'])('ends with 2 when it is greeted with %j', async (text) => {
      const serve = processes.start(['--json', '--supervised'])
      serve.stdin.write(text)
      serve.stdin.end()
      expect(await serve.ended).toBe(2)
    })

    it('is gone after its supervisor was killed', async () => {
      const program = `
        const { spawn } = require('node:child_process')
        const child = spawn(process.execPath, process.argv.slice(1), { stdio: ['pipe', 'inherit', 'ignore'] })
        child.stdin.write(${JSON.stringify(`${JSON.stringify(greeting)}\n`)})`
      const flags = ['--data', processes.data, '--port', '0', '--json', '--supervised']
      const supervisor = spawn(
        process.execPath,
        ['-e', program, join(import.meta.dirname, 'serve-fixture.ts'), ...flags],
        {
          stdio: ['ignore', 'pipe', 'ignore'],
        },
      )
      const [line] = (await once(supervisor.stdout, 'data')) as [Buffer]
      const { pid } = JSON.parse(line.toString()) as Ready
      supervisor.kill('SIGKILL')
      await expect.poll(() => isAlive(pid), { timeout: 5000 }).toBe(false)
      expect(stopped()).toBe(true)
    })
  })

  describe('when the engine does not stop', () => {
    it('stops without it after a while', async () => {
      const instance = await claimDataFolder(processes.data)
      const engine = { ...fakeEngine(), dispose: () => new Promise<void>(() => undefined) }
      const options = {
        port: 0,
        dataRoot: processes.data,
        cacheRoot: '',
        labsRoot: '',
        rendererRoot: '',
        json: true,
        supervised: false,
      }
      const makeEngine = async () => engine
      const serving = await startServing({ options, greeting, instance, log: silentLog, makeEngine, stopWithinMs: 100 })
      const before = performance.now()
      await serving.dispose()
      expect(performance.now() - before).toBeLessThan(1000)
    })
  })
})

const greeting = { token: newToken() }

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
