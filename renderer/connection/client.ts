import { DrydockError, toWire } from '../../electron/contract/errors.ts'
import type { WireError } from '../../electron/contract/errors.ts'
import { PROTOCOL_VERSION } from '../../electron/contract/protocol.ts'
import type { AppSnapshot, Command, Commands, Notice } from '../../electron/contract/protocol.ts'
import { notConnected, openLink } from './socket-link.ts'
import type { SocketLink } from './socket-link.ts'

/** `refused`: the engine speaks another protocol; trying again cannot help, a reload can. */
export type ConnectionStatus =
  | { readonly phase: 'connecting' }
  | { readonly phase: 'live' }
  | { readonly phase: 'lost'; readonly attempt: number; readonly retryAtMs: number }
  | { readonly phase: 'refused'; readonly problem: WireError }

export interface ClientListener {
  onStatus(status: ConnectionStatus): void
  /** Everything anew: after connecting, and after a gap. Notices follow it in order and without a gap. */
  onSnapshot(snapshot: AppSnapshot): void
  onNotice(notice: Notice): void
}

export interface EngineClient {
  call<C extends Command>(command: C, params: Commands[C]['params']): Promise<Commands[C]['reply']>
  /** Does not wait for the back-off. */
  retryNow(): void
  dispose(): void
}

export interface ClientOptions {
  readonly url: string
  readonly listener: ClientListener
  readonly now?: () => number
  /** Calls back once after `ms`; the returned function cancels it. */
  readonly after?: (ms: number, callback: () => void) => () => void
  /** 0 to 1: spreads the retries of several pages. */
  readonly random?: () => number
}

export const FIRST_RETRY_MS = 250
export const LONGEST_RETRY_MS = 5_000
/** An engine that has not described itself by then is taken for hung; the socket is given up. */
export const SNAPSHOT_LIMIT_MS = 15_000

/** Half of the wait is fixed, half is spread. `attempt` starts at 1. */
export function retryDelayMs(attempt: number, random: number): number {
  const full = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (attempt - 1))
  return Math.round(full / 2 + (full / 2) * random)
}

const browserAfter = (ms: number, callback: () => void): (() => void) => {
  const timer = setTimeout(callback, ms)
  return () => clearTimeout(timer)
}

/**
 * The one way from this page to the engine. Reconnects until disposed; after each connect, and whenever a
 * notice is missing, it asks for `app/snapshot` and holds notices back until that has arrived.
 */
export function createClient(options: ClientOptions): EngineClient {
  const { url, listener, now = Date.now, after = browserAfter, random = Math.random } = options
  let link: SocketLink | null = null
  let cancelTimer: () => void = () => undefined
  let attempt = 0
  let disposed = false

  const lose = (): void => {
    link = null
    cancelTimer()
    if (disposed) return
    attempt += 1
    const delay = retryDelayMs(attempt, random())
    listener.onStatus({ phase: 'lost', attempt, retryAtMs: now() + delay })
    cancelTimer = after(delay, dial)
  }

  const refuse = (problem: WireError): void => {
    disposed = true
    cancelTimer()
    link?.close()
    listener.onStatus({ phase: 'refused', problem })
  }

  const dial = (): void => {
    cancelTimer()
    const sync = new SnapshotSync(listener, (problem) => {
      if (problem.code === 'protocol-mismatch') refuse(problem)
      else own.close()
    })
    const own = openLink(url, {
      onOpen: () => sync.start(own),
      onNotice: (notice) => sync.receive(notice),
      onClose: () => {
        sync.stop()
        lose()
      },
    })
    sync.onSynced = () => {
      attempt = 0
      cancelTimer()
      listener.onStatus({ phase: 'live' })
    }
    link = own
    cancelTimer = after(SNAPSHOT_LIMIT_MS, () => own.close())
  }

  listener.onStatus({ phase: 'connecting' })
  dial()

  return {
    call: (command, params) => link?.call(command, params) ?? Promise.reject(notConnected()),
    retryNow() {
      if (link === null && !disposed) dial()
    },
    dispose() {
      disposed = true
      cancelTimer()
      link?.close()
    },
  }
}

/** Turns one link's notices into snapshot-then-notices; asks again when a number is missing. */
class SnapshotSync {
  onSynced: () => void = () => undefined
  readonly #listener: ClientListener
  readonly #onFailed: (problem: WireError) => void
  #link: SocketLink | null = null
  #held: Notice[] | null = []
  #last = 0

  constructor(listener: ClientListener, onFailed: (problem: WireError) => void) {
    this.#listener = listener
    this.#onFailed = onFailed
  }

  start(link: SocketLink): void {
    this.#link = link
    this.#ask()
  }

  stop(): void {
    this.#link = null
  }

  receive(notice: Notice): void {
    if (this.#held !== null) {
      this.#held.push(notice)
    } else if (notice.sequence === this.#last + 1) {
      this.#last = notice.sequence
      this.#listener.onNotice(notice)
    } else if (notice.sequence > this.#last) {
      this.#held = [notice]
      this.#ask()
    }
  }

  #ask(): void {
    const link = this.#link
    if (link === null) return
    link.call('app/snapshot', { protocolVersion: PROTOCOL_VERSION }).then(
      (snapshot) => this.#accept(link, snapshot),
      (error: unknown) => {
        if (this.#link === link) this.#onFailed(toWire(error))
      },
    )
  }

  #accept(link: SocketLink, snapshot: AppSnapshot): void {
    if (this.#link !== link) return
    if (snapshot.protocolVersion !== PROTOCOL_VERSION) return this.#onFailed(mismatch(snapshot.protocolVersion))
    const held = this.#held ?? []
    this.#held = null
    this.#last = snapshot.sequence
    this.#listener.onSnapshot(snapshot)
    this.onSynced()
    for (const notice of held) this.receive(notice)
  }
}

const mismatch = (theirs: number): WireError =>
  new DrydockError({
    code: 'protocol-mismatch',
    happened: `This page speaks protocol ${PROTOCOL_VERSION}, the engine protocol ${theirs}.`,
    remedy: 'Reload the page.',
  }).detail
