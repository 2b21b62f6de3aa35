import type { EventName, Events } from '../../contract/protocol.ts'

/** An event of the contract on its way to whoever listens; the socket adds the sequence number. */
export type Announcement = {
  [E in EventName]: { readonly event: E; readonly payload: Events[E] }
}[EventName]

export type Announce = <E extends EventName>(event: E, payload: Events[E]) => void
