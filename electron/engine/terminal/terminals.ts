import { randomBytes } from 'node:crypto'
import { DrydockError } from '../../contract/errors.ts'
import { terminalId as asTerminalId, type TerminalId } from '../../contract/ids.ts'
import type { Commands, Events, TerminalInfo } from '../../contract/protocol.ts'
import type { RanCommand } from '../checks/observation.ts'
import { systemClock, type Clock } from '../lib/clock.ts'
import { Emitter, type Event } from '../lib/emitter.ts'
import { silentLog, type Log } from '../lib/log.ts'
import type { ShellPlace, ShellSize } from './shell.ts'
import { Terminal } from './terminal.ts'

/** More tabs than anybody needs; a page that opens them in a loop is stopped here. */
const MOST_TERMINALS = 16

/** A page says what size it is; the kernel keeps it in 16 bits, and nothing sensible is larger than this. */
const LARGEST_SIDE = 1000

type Params<C extends keyof Commands> = Commands[C]['params']

/** All terminals of the engine. A method that names an unknown terminal throws `not-found`. */
export interface Terminals {
  readonly onOutput: Event<Events['terminal/output']>
  readonly onChanged: Event<TerminalInfo>
  readonly onClosed: Event<Events['terminal/closed']>
  /** A command that was typed in one of them has ended. */
  readonly onCommand: Event<{ readonly terminalId: TerminalId; readonly command: RanCommand }>
  /** Starts a shell in the workspace. Throws `terminal-failed` when it cannot. */
  open(options: { readonly workspace: ShellPlace } & ShellSize): TerminalInfo
  /**
   * The replay for a page. A page drops the output of a terminal until it has the reply of `attach`; from there on
   * nothing is missing and nothing comes twice.
   */
  attach(params: Params<'terminal/attach'>): Promise<Commands['terminal/attach']['reply']>
  input(params: Params<'terminal/input'>): void
  /** Throws `refused` while a program has the keyboard. Resolves when the (first) line is typed. */
  type(params: Params<'terminal/type'>): Promise<void>
  resize(params: Params<'terminal/resize'>): void
  acknowledge(params: Params<'terminal/acknowledge'>): void
  close(terminalId: TerminalId): Promise<void>
  list(): readonly TerminalInfo[]
  dispose(): Promise<void>
}

export function createTerminals({
  log = silentLog,
  clock = systemClock,
}: { log?: Log; clock?: Clock } = {}): Terminals {
  const terminals = new Map<TerminalId, Terminal>()
  const onOutput = new Emitter<Events['terminal/output']>()
  const onChanged = new Emitter<TerminalInfo>()
  const onClosed = new Emitter<Events['terminal/closed']>()
  const onCommand = new Emitter<{ terminalId: TerminalId; command: RanCommand }>()

  function find(terminalId: TerminalId): Terminal {
    const terminal = terminals.get(terminalId)
    if (terminal !== undefined) return terminal
    const happened = `There is no terminal ${JSON.stringify(terminalId)}; it was closed.`
    throw new DrydockError({ code: 'not-found', happened, remedy: 'Open another terminal.' })
  }

  function open({ workspace, columns, rows }: { readonly workspace: ShellPlace } & ShellSize): TerminalInfo {
    if (terminals.size >= MOST_TERMINALS) throw tooMany()
    const id = asTerminalId(randomBytes(6).toString('hex'))
    const terminal = new Terminal({ id, place: workspace, size: sensible({ columns, rows }), clock })
    terminals.set(id, terminal)
    terminal.onOutput((data) => onOutput.fire({ terminalId: id, data }))
    terminal.onCommand((command) => onCommand.fire({ terminalId: id, command }))
    terminal.onChanged((info) => {
      if (!info.alive) log.info('shell ended', { terminal: id })
      onChanged.fire(info)
    })
    log.info('terminal opened', { terminal: id, home: workspace.home })
    return terminal.info
  }

  async function close(terminalId: TerminalId): Promise<void> {
    const terminal = find(terminalId)
    terminals.delete(terminalId)
    await terminal.dispose()
    onClosed.fire({ terminalId })
  }

  return {
    onOutput: onOutput.event,
    onChanged: onChanged.event,
    onClosed: onClosed.event,
    onCommand: onCommand.event,
    open,
    attach: async ({ terminalId, ...size }) => ({ replay: await find(terminalId).attach(sensible(size)) }),
    input: ({ terminalId, data }) => find(terminalId).input(data),
    type: async ({ terminalId, ...what }) => await find(terminalId).type(what),
    resize: ({ terminalId, ...size }) => find(terminalId).resize(sensible(size)),
    acknowledge: ({ terminalId, characters }) => find(terminalId).acknowledge(characters),
    close,
    list: () => [...terminals.values()].map((terminal) => terminal.info),
    async dispose() {
      await Promise.all([...terminals.keys()].map(close))
      for (const emitter of [onOutput, onChanged, onClosed, onCommand]) emitter.dispose()
    },
  }
}

function sensible({ columns, rows }: ShellSize): ShellSize {
  const within = (value: number, least: number): number =>
    Number.isFinite(value) ? Math.min(LARGEST_SIDE, Math.max(least, Math.floor(value))) : least
  return { columns: within(columns, 2), rows: within(rows, 1) }
}

function tooMany(): DrydockError {
  const happened = `${MOST_TERMINALS} terminals are open, which is the most.`
  return new DrydockError({ code: 'refused', happened, remedy: 'Close one of them.' })
}
