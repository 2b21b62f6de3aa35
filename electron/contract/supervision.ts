/** What `serve --supervised --json` and the program that started it say to each other over standard input and output. */

import type { WireError } from './errors.ts'

/** The first line on serve's standard input. Serve ends when its standard input ends. */
export interface Greeting {
  /** Made by the supervisor, so that a restarted engine is reached by the page that is already open. */
  readonly token: string
  /** Taken if it is free. */
  readonly port?: number
}

/** The one line on serve's standard output. */
export type ServeLine =
  | {
      readonly type: 'ready'
      /** What to open: the address with the token. */
      readonly url: string
      /** Without the token; for people and logs. */
      readonly address: string
      readonly port: number
      readonly pid: number
      /** Folder of the log files. */
      readonly logs: string
    }
  | { readonly type: 'failed'; readonly error: WireError }

/** How serve ends. */
export const SERVE_EXIT = { stopped: 0, failed: 1, usage: 2, alreadyRunning: 3 } as const
