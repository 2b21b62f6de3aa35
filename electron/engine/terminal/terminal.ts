import { constants } from 'node:os'
import { DrydockError } from '../../contract/errors.ts'
import type { TerminalId } from '../../contract/ids.ts'
import type { TerminalInfo } from '../../contract/protocol.ts'
import type { RanCommand } from '../checks/observation.ts'
import type { Clock } from '../lib/clock.ts'
import { Emitter, type Event } from '../lib/emitter.ts'
import { createCommandRecorder, type CommandRecorder } from './command-recorder.ts'
import { createFlowControl } from './flow-control.ts'
import type { Mark } from './integration.ts'
import { CLEAR_LINE, createLineFeeder, linesOf, quoted, type LineFeeder } from './line-feeder.ts'
import { createOutputBatch } from './output-batch.ts'
import { programOf } from './program-name.ts'
import { createScreen, type Screen } from './screen.ts'
import { startShell, type Shell, type ShellExit, type ShellPlace, type ShellSize } from './shell.ts'

/** How long `type` waits for a prompt before it refuses, and how long a program runs before the tab is named after it. */
const PROMPT_WAIT_MS = 3000
const TITLE_DELAY_MS = 250

const SHELL_TITLE = 'bash'
const INTERRUPT = '\x03'

/**
 * Puts a terminal that a program has left in a strange state back to order, without clearing it. The cursor is saved
 * first because leaving the alternate screen brings back the saved one, even where that screen was not in use.
 */
const CALM_DOWN =
  '\x1b7\x1b[?1049l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1004l\x1b[?2004l\x1b[?1l\x1b>\x1b[!p\x1b[0m'

export interface TerminalDeps {
  readonly id: TerminalId
  readonly place: ShellPlace
  readonly size: ShellSize
  readonly clock: Clock
}

/** One tab: a shell, the engine's copy of its screen, and a new shell in the same place when the old one is gone. */
export class Terminal {
  readonly #deps: TerminalDeps
  readonly #screen: Screen
  readonly #output = new Emitter<string>()
  readonly #changed = new Emitter<TerminalInfo>()
  readonly #command = new Emitter<RanCommand>()
  readonly #flow = createFlowControl({ pause: () => this.#shell?.pause(), resume: () => this.#shell?.resume() })
  readonly #batch
  readonly #prompted = new Emitter<void>()
  #shell: Shell | undefined
  #recorder: CommandRecorder = createCommandRecorder()
  #feeder: LineFeeder = createLineFeeder(() => undefined)
  #title = SHELL_TITLE
  #cancelTitle = (): void => undefined

  readonly onOutput = this.#output.event
  /** Title or life changed. */
  readonly onChanged = this.#changed.event
  readonly onCommand = this.#command.event

  /** Throws `terminal-failed` when the shell cannot start. */
  constructor(deps: TerminalDeps) {
    this.#deps = deps
    this.#screen = createScreen(deps.size)
    this.#batch = createOutputBatch(deps.clock, (text) => this.#output.fire(text))
    this.#start()
  }

  get info(): TerminalInfo {
    return { terminalId: this.#deps.id, title: this.#title, alive: this.#shell !== undefined }
  }

  /**
   * What is on the screen and above it. Output that is part of the replay is never delivered after it, and all other
   * output is: the program waits until the screen has caught up, and the next delivery is one batch window away.
   */
  async attach(size: ShellSize): Promise<string> {
    this.#flow.forgetPage()
    const release = this.#flow.hold()
    try {
      while (this.#flow.unparsed > 0) await this.#screen.drained()
      this.resize(size)
      this.#batch.flush()
      this.#flow.forgetPage()
      this.#batch.rest()
      return this.#screen.replay()
    } finally {
      release()
    }
  }

  input(data: string): void {
    if (this.#shell === undefined) {
      if (/[\r\n]/.test(data)) this.#start()
      return
    }
    if (data.includes(INTERRUPT)) this.#feeder.cancel()
    if (/[\r\n]/.test(data)) this.#feeder.entered()
    this.#shell.write(data)
  }

  /**
   * Puts text at the prompt in place of what was half typed, and runs it, line by line, when `execute`. Resolves when
   * it is (or its first line is) typed; refuses while a program has the keyboard.
   */
  async type({ text, execute }: { readonly text: string; readonly execute: boolean }): Promise<void> {
    if (this.#shell === undefined) this.#start()
    if (!(execute && this.#feeder.waiting > 0)) await this.#atPrompt()
    if (execute) {
      this.#feeder.feed(text)
      return
    }
    await this.#screen.drained()
    this.#shell?.write(CLEAR_LINE + this.#asOneEntry(text))
  }

  resize(size: ShellSize): void {
    const { columns, rows } = this.#screen.size
    if (columns === size.columns && rows === size.rows) return
    this.#screen.resize(size)
    this.#shell?.resize(size)
  }

  acknowledge(characters: number): void {
    this.#flow.acknowledged(characters)
  }

  /** Ends the shell and everything in it. */
  async dispose(): Promise<void> {
    const shell = this.#shell
    this.#shell = undefined
    this.#cancelTitle()
    for (const emitter of [this.#output, this.#changed, this.#command]) emitter.dispose()
    await shell?.end()
    this.#screen.dispose()
  }

  #start(): void {
    const { place, clock } = this.#deps
    const shell = startShell(place, this.#screen.size)
    this.#shell = shell
    this.#recorder = createCommandRecorder()
    this.#feeder = createLineFeeder((data) => shell.write(data))
    const ours = (): boolean => this.#shell === shell
    shell.onText((text) => void (ours() && this.#show(text)))
    shell.onMark((mark) => void (ours() && this.#take(mark, clock.now())))
    shell.onExit((exit) => void (ours() && this.#ended(exit)))
    this.#changed.fire(this.info)
  }

  #show(text: string): void {
    this.#screen.write(text, () => this.#flow.parsed(text.length))
    this.#batch.push(text)
    this.#flow.sent(text.length)
  }

  #take(mark: Mark, nowMs: number): void {
    const command = this.#recorder.take(mark, nowMs)
    if (command !== undefined) this.#command.fire(command)
    this.#feeder.take(mark)
    if (mark.kind === 'started') this.#name(programOf(mark.commandLine), TITLE_DELAY_MS)
    if (mark.kind !== 'prompt' && mark.kind !== 'continuation') return
    this.#name(SHELL_TITLE, 0)
    this.#prompted.fire()
  }

  #name(title: string, delayMs: number): void {
    this.#cancelTitle()
    const apply = (): void => {
      if (title === this.#title) return
      this.#title = title
      this.#changed.fire(this.info)
    }
    if (delayMs === 0) apply()
    else this.#cancelTitle = this.#deps.clock.after(delayMs, apply)
  }

  #ended({ exitCode, signal }: ShellExit): void {
    this.#shell = undefined
    this.#cancelTitle()
    this.#title = SHELL_TITLE
    const how = signal === 0 ? `with exit code ${exitCode}` : `by signal ${signalName(signal)}`
    this.#show(`${CALM_DOWN}\r\n\x1b[2mThe shell was ended ${how}. Press Enter for a new one.\x1b[0m\r\n`)
    this.#changed.fire(this.info)
  }

  /** Resolves when the shell reads a new command; gets it out of a half-typed one. */
  async #atPrompt(): Promise<void> {
    let late = false
    const cancel = this.#deps.clock.after(PROMPT_WAIT_MS, () => {
      late = true
      this.#prompted.fire()
    })
    while (this.#feeder.reading !== 'command') {
      if (late) throw keyboardTaken(this.#recorder.running)
      if (this.#feeder.reading === 'rest') this.#shell?.write(INTERRUPT)
      await once(this.#prompted.event)
    }
    cancel()
  }

  /** Text that lands at the prompt as it is, its line ends not yet pressed. */
  #asOneEntry(text: string): string {
    const entry = linesOf(text).join('\n')
    return this.#screen.bracketedPaste ? `\x1b[200~${entry.replaceAll('\x1b', '')}\x1b[201~` : quoted(entry)
  }
}

function once(event: Event<void>): Promise<void> {
  return new Promise((resolve) => {
    const listening = event(() => {
      listening.dispose()
      resolve()
    })
  })
}

function keyboardTaken(running: string | undefined): DrydockError {
  const happened =
    running === undefined
      ? 'The shell in this terminal does not answer.'
      : `\`${running}\` still runs in this terminal.`
  const remedy = 'End it with Ctrl+C, or open another terminal, and try again.'
  return new DrydockError({ code: 'refused', happened, remedy })
}

function signalName(number: number): string {
  return Object.entries(constants.signals).find(([, value]) => value === number)?.[0] ?? String(number)
}
