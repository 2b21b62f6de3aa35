import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { PROTOCOL_VERSION, type AppSnapshot, type Handlers, type ToFace } from '../../electron/contract/protocol.ts'
import { silentLog } from '../../electron/engine/lib/log.ts'
import { MAX_BEHIND_BYTES, Session } from '../../electron/serve/session.ts'
import { emptySnapshot, fakeEngine, someNotice, type FakeEngine } from './fake-engine.ts'

const running: (() => void)[] = []
afterEach(() => {
  for (const end of running.splice(0)) end()
})

interface Face {
  readonly socket: WebSocket
  /** Sends as it is. */
  send(data: string | Buffer): void
  ask(id: number, command: string, params: unknown): void
  /** The next message from the engine. */
  next(): Promise<ToFace>
  readonly closed: Promise<number>
}

interface Room {
  readonly engine: FakeEngine
  readonly sessions: Session[]
  join(): Promise<Face>
}

/** A real WebSocket server whose sockets become sessions. */
async function open(overrides: Partial<Handlers> = {}, maxPayload = 100_000): Promise<Room> {
  const engine = fakeEngine(overrides)
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, maxPayload })
  const sessions: Session[] = []
  server.on('connection', (socket) => sessions.push(new Session(socket, engine, silentLog)))
  await new Promise((resolve) => server.once('listening', resolve))
  running.push(() => {
    for (const client of server.clients) client.terminate()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { engine, sessions, join: () => join(port) }
}

async function join(port: number): Promise<Face> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`)
  const arrived: ToFace[] = []
  const waiting: ((message: ToFace) => void)[] = []
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as ToFace
    const next = waiting.shift()
    if (next === undefined) arrived.push(message)
    else next(message)
  })
  socket.on('error', () => undefined)
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  await new Promise((resolve) => socket.once('open', resolve))
  running.push(() => socket.terminate())
  return {
    socket,
    closed,
    send: (data) => socket.send(data),
    ask: (id, command, params) => socket.send(JSON.stringify({ type: 'request', id, command, params })),
    next: async () => arrived.shift() ?? new Promise<ToFace>((resolve) => waiting.push(resolve)),
  }
}

describe('Session', () => {
  it('replies to a command with what its handler returns', async () => {
    const room = await open()
    const face = await room.join()
    face.ask(7, 'cluster/log', { cluster: 'dev' })
    expect(await face.next()).toEqual({ type: 'reply', id: 7, result: { text: 'etcd started' } })
    expect(room.engine.calls).toEqual([{ command: 'cluster/log', params: { cluster: 'dev' } }])
  })

  it('sends a known failure as it is and an unknown one as a bug', async () => {
    const face = await (await open()).join()
    face.ask(1, 'lab/open', { lab: 'nowhere' })
    face.ask(2, 'object/detail', { ref: { cluster: 'dev', apiVersion: 'v1', kind: 'Pod', name: 'vote' } })
    const [known, bug] = [await face.next(), await face.next()]
    const detail = { code: 'lab-unknown', happened: 'There is no lab "nowhere".', remedy: 'Choose another.' }
    expect(known).toEqual({ type: 'failure', id: 1, error: detail })
    expect(bug).toMatchObject({ type: 'failure', id: 2, error: { code: 'bug' } })
  })

  it('numbers the notices of each face on its own, from one, without gaps', async () => {
    const room = await open()
    const early = await room.join()
    room.engine.notices.fire(someNotice)
    expect(await early.next()).toEqual({ type: 'notice', sequence: 1, ...someNotice })
    const late = await room.join()
    room.engine.notices.fire(someNotice)
    room.engine.notices.fire(someNotice)
    expect([await early.next(), await early.next()].map(sequenceOf)).toEqual([2, 3])
    expect([await late.next(), await late.next()].map(sequenceOf)).toEqual([1, 2])
  })

  it('says in the snapshot which notice it comes after', async () => {
    const room = await open()
    const face = await room.join()
    room.engine.notices.fire(someNotice)
    room.engine.notices.fire(someNotice)
    face.ask(1, 'app/snapshot', { protocolVersion: PROTOCOL_VERSION })
    const [, , snapshot] = [await face.next(), await face.next(), await face.next()]
    expect(snapshot).toEqual({ type: 'reply', id: 1, result: { ...emptySnapshot, sequence: 2 } })
  })

  it('stops listening to the engine when its socket closes', async () => {
    const room = await open()
    const faces = [await room.join(), await room.join()]
    expect(room.engine.notices.size).toBe(2)
    for (const face of faces) face.socket.close()
    await Promise.all(faces.map((face) => face.closed))
    await expect.poll(() => room.engine.notices.size).toBe(0)
  })

  it('closes its socket with "going away" when it is disposed', async () => {
    const room = await open()
    const face = await room.join()
    room.sessions[0]?.dispose()
    expect([await face.closed, room.engine.notices.size]).toEqual([1001, 0])
  })

  describe('when something changes while the snapshot is being made', () => {
    it('says it again after the snapshot, except for output', async () => {
      const made = Promise.withResolvers<AppSnapshot>()
      const room = await open({ 'app/snapshot': () => made.promise })
      const face = await room.join()
      face.ask(1, 'app/snapshot', { protocolVersion: PROTOCOL_VERSION })
      await expect.poll(() => room.engine.calls.length).toBe(1)
      room.engine.notices.fire(someNotice)
      room.engine.notices.fire({ event: 'terminal/output', payload: { terminalId: 't1' as never, data: 'hello' } })
      made.resolve(emptySnapshot)
      const messages = [await face.next(), await face.next(), await face.next(), await face.next()]
      expect(
        messages.map((message) => (message.type === 'notice' ? `${message.sequence} ${message.event}` : message.type)),
      ).toEqual(['1 context/changed', '2 terminal/output', 'reply', '3 context/changed'])
      expect(messages[2]).toMatchObject({ result: { sequence: 2 } })
    })
  })

  describe('when the face is of another version', () => {
    it('answers protocol-mismatch without asking the engine', async () => {
      const room = await open()
      const face = await room.join()
      face.ask(1, 'app/snapshot', { protocolVersion: PROTOCOL_VERSION + 1 })
      expect(await face.next()).toMatchObject({ type: 'failure', id: 1, error: { code: 'protocol-mismatch' } })
      expect(room.engine.calls).toEqual([])
    })
  })

  describe('when a message is not what the contract says', () => {
    it.each([
      ['no JSON', 'not json', 0],
      ['a number', '42', 0],
      ['null', 'null', 0],
      ['an array', '[]', 0],
      ['bytes', Buffer.from('{}'), 0],
      ['a request without a number', '{"type":"request","command":"lab/close","params":{}}', 0],
      ['an unknown command', '{"type":"request","id":5,"command":"lab/explode","params":{}}', 5],
      ['a command from the prototype', '{"type":"request","id":5,"command":"constructor","params":{}}', 5],
      ['__proto__ as a command', '{"type":"request","id":5,"command":"__proto__","params":{}}', 5],
      ['no params', '{"type":"request","id":5,"command":"lab/open"}', 5],
      ['params of a wrong type', '{"type":"request","id":5,"command":"lab/open","params":{"lab":7}}', 5],
      [
        'a name that is a book',
        `{"type":"request","id":5,"command":"lab/open","params":{"lab":"${'x'.repeat(300)}"}}`,
        5,
      ],
      ['unknown params', '{"type":"request","id":5,"command":"lab/open","params":{"lab":"a","force":true}}', 5],
      [
        'a terminal without width',
        '{"type":"request","id":5,"command":"terminal/open","params":{"columns":0,"rows":24}}',
        5,
      ],
      [
        'a fractional size',
        '{"type":"request","id":5,"command":"terminal/open","params":{"columns":80.5,"rows":24}}',
        5,
      ],
    ])('refuses %s and goes on', async (_what, message, id) => {
      const room = await open()
      const face = await room.join()
      face.send(message)
      expect(await face.next()).toMatchObject({ type: 'failure', id, error: { code: 'usage' } })
      expect(room.engine.calls).toEqual([])
      face.ask(6, 'lab/close', {})
      expect(await face.next()).toEqual({ type: 'reply', id: 6, result: null })
    })

    it('closes a socket that sends too much, and leaves the others alone', async () => {
      const room = await open({}, 1000)
      const [large, other] = [await room.join(), await room.join()]
      large.send('x'.repeat(2000))
      expect(await large.closed).toBe(1009)
      other.ask(1, 'lab/close', {})
      expect(await other.next()).toEqual({ type: 'reply', id: 1, result: null })
    })
  })

  describe('when a face does not read', () => {
    it('is cut off, and the others go on', async () => {
      const room = await open()
      const [slow, other] = [await room.join(), await room.join()]
      slow.socket.pause()
      const data = 'x'.repeat(1024 * 1024)
      const output = { event: 'terminal/output', payload: { terminalId: 't1' as never, data } } as const
      let received = 0
      for (let sent = 0; sent < (MAX_BEHIND_BYTES / data.length) * 3 && room.engine.notices.size === 2; sent += 1) {
        room.engine.notices.fire(output)
        await other.next()
        received += 1
      }
      slow.socket.resume()
      expect(await slow.closed).not.toBe(1000)
      await expect.poll(() => room.engine.notices.size).toBe(1)
      expect(received).toBeGreaterThan(1)
    })
  })
})

const sequenceOf = (message: ToFace): number => (message.type === 'notice' ? message.sequence : -1)
