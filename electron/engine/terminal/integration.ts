/**
 * What a lab's shell tells the engine, between its output: private escape sequences
 * `ESC ] 6973 ; NONCE ; KIND ; FIELD ; … BEL`. The nonce is the terminal's own, so that what a program prints
 * (a file with such a sequence in it) says nothing. Fields are percent-encoded where a terminal would alter them.
 */
export const INTEGRATION_OSC = 6973

/** Environment variable that carries the nonce into the shell; without it a shell says nothing. */
export const NONCE_VARIABLE = 'DRYDOCK_TERMINAL'

/** One thing that a shell said. `shell` is its process id: a shell inside a shell speaks for itself. */
export type Mark =
  /** A command line was read and begins to run; `previousExitCode` belongs to the command before it. */
  | {
      readonly kind: 'started'
      readonly shell: number
      readonly previousExitCode: number
      readonly directory: string
      readonly commandLine: string
    }
  /** The shell is done with what it ran and is about to show its prompt. */
  | { readonly kind: 'ended'; readonly shell: number; readonly exitCode: number }
  /** The prompt is on screen and the shell reads. `count` grows with every prompt; a redrawn one repeats it. */
  | { readonly kind: 'prompt'; readonly shell: number; readonly count: number }
  /** As `prompt`, in the middle of a command: an open quote, a here-document, a loop. */
  | { readonly kind: 'continuation'; readonly shell: number; readonly count: number }
