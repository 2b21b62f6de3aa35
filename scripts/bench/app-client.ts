import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { Command, Commands, Notice, ToFace } from '../../electron/contract/protocol.ts'
import { fromWire } from '../../electron/contract/errors.ts'
import type { Disposable } from '../../electron/engine/lib/disposable.ts'
import { Emitter, type Event } from '../../electron/engine/lib/emitter.ts'

/** An announcement, and when it was on the socket (as `performance.now()` says it). */
export interface Arrival {
  readonly notice: Notice
  readonly atMs: number
}

/** A face without a screen: the page's socket, spoken to as the page does. */
export interface FaceClient extends Disposable {
  call<C extends Command>(command: C, params: Commands[C]['params']): Promise<Commands[C]['reply']>
  readonly onNotice: Event<Arrival>
}

interface Waiting {
  resolve(result: unknown): void
  reject(error: unknown): void
}

/** `url` is the one that serve prints, with the token. */
export async function connectFace(url: string): Promise<FaceClient> {
  const { origin, host, searchParams } = new URL(url)
  const headers = { Authorization: `Bearer ${searchParams.get('token') ?? ''}` }
  const socket = new WebSocket(`ws://${host}/engine`, { origin, headers, perMessageDeflate: false })
  await once(socket, 'open')
  const notices = new Emitter<Arrival>()
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  socket.on('message', (data: Buffer) => {
    const atMs = performance.now()
    take(JSON.parse(data.toString('utf8')) as ToFace, atMs, waiting, notices)
  })
  socket.once('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('the socket was closed'))
  })
  return {
    call<C extends Command>(command: C, params: Commands[C]['params']) {
      const id = ++lastId
      const { promise, resolve, reject } = Promise.withResolvers<unknown>()
      waiting.set(id, { resolve, reject })
      socket.send(JSON.stringify({ type: 'request', id, command, params }))
      return promise as Promise<Commands[C]['reply']>
    },
    onNotice: notices.event,
    dispose() {
      socket.terminate()
      notices.dispose()
    },
  }
}

function take(message: ToFace, atMs: number, waiting: Map<number, Waiting>, notices: Emitter<Arrival>): void {
  if (message.type === 'notice') return notices.fire({ notice: message, atMs })
  const asked = waiting.get(message.id)
  waiting.delete(message.id)
  if (message.type === 'reply') asked?.resolve(message.result)
  else asked?.reject(fromWire(message.error))
}
