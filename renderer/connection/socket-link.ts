import { DrydockError, fromWire } from '../../electron/contract/errors.ts'
import type { Command, Commands, Notice, ToFace } from '../../electron/contract/protocol.ts'

export interface LinkListener {
  onOpen(): void
  onNotice(notice: Notice): void
  /** Once, also when the socket never opened. */
  onClose(): void
}

/** One socket to the engine, from dial to close: matches replies to calls. It does not come back by itself. */
export interface SocketLink {
  call<C extends Command>(command: C, params: Commands[C]['params']): Promise<Commands[C]['reply']>
  close(): void
}

interface Pending {
  resolve(result: unknown): void
  reject(error: DrydockError): void
}

export const notConnected = (): DrydockError =>
  new DrydockError({
    code: 'cancelled',
    happened: 'The connection to the engine was lost before it answered.',
    remedy: 'Try again when Drydock has reconnected.',
  })

export function openLink(url: string, listener: LinkListener): SocketLink {
  const socket = new WebSocket(url)
  const pending = new Map<number, Pending>()
  let nextId = 1
  let over = false

  const end = (): void => {
    if (over) return
    over = true
    for (const waiting of pending.values()) waiting.reject(notConnected())
    pending.clear()
    listener.onClose()
  }

  socket.addEventListener('open', () => listener.onOpen())
  socket.addEventListener('close', end)
  socket.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (over || typeof event.data !== 'string') return
    receive(JSON.parse(event.data) as ToFace, pending, listener)
  })

  return {
    call(command, params) {
      if (over || socket.readyState !== WebSocket.OPEN) return Promise.reject(notConnected())
      const id = nextId++
      return new Promise((resolve, reject) => {
        pending.set(id, { resolve, reject })
        socket.send(JSON.stringify({ type: 'request', id, command, params }))
      })
    },
    close() {
      socket.close()
      end()
    },
  }
}

function receive(message: ToFace, pending: Map<number, Pending>, listener: LinkListener): void {
  if (message.type === 'notice') return listener.onNotice(message)
  const waiting = pending.get(message.id)
  pending.delete(message.id)
  if (message.type === 'reply') waiting?.resolve(message.result)
  else waiting?.reject(fromWire(message.error))
}
