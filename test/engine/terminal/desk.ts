import { readlink } from 'node:fs/promises'
import { vi } from 'vitest'
import type { TerminalId } from '../../../electron/contract/ids.ts'
import type { TerminalInfo } from '../../../electron/contract/protocol.ts'
import type { RanCommand } from '../../../electron/engine/checks/observation.ts'
import { createScreen, type Screen } from '../../../electron/engine/terminal/screen.ts'
import type { ShellPlace } from '../../../electron/engine/terminal/shell.ts'
import { createTerminals, type Terminals } from '../../../electron/engine/terminal/terminals.ts'

export const SIZE = { columns: 100, rows: 30 }

/** readline asks for pasted text to be marked whenever it begins to read. */
const PROMPT_BEGINS = '\x1b[?2004h'

/** A page with one terminal, as a browser would have it: draws what it gets and acknowledges it. */
export interface Page {
  readonly id: TerminalId
  readonly screen: Screen
  /** Text of the screen and above it, without what makes it colourful. */
  text(): string
  /** Characters that were delivered so far. */
  readonly received: number
  /** Prompts that were delivered so far. */
  readonly prompts: number
  acknowledges: boolean
  leave(): void
}

export interface Desk {
  readonly terminals: Terminals
  readonly commands: RanCommand[]
  readonly changes: TerminalInfo[]
  open(): Promise<Page>
  /** Another page on the same terminal. */
  attach(id: TerminalId): Promise<Page>
  /** Presses keys. */
  keys(page: Page, data: string): void
  /** Types a line, and waits until it was run and the page shows the next prompt. */
  run(page: Page, line: string): Promise<RanCommand>
  readonly dispose: () => Promise<void>
}

export function makeDesk(workspace: ShellPlace): Desk {
  const terminals = createTerminals()
  const commands: RanCommand[] = []
  const changes: TerminalInfo[] = []
  terminals.onCommand(({ command }) => commands.push(command))
  terminals.onChanged((info) => changes.push(info))

  async function attach(id: TerminalId): Promise<Page> {
    const page = makePage(terminals, id)
    const { replay } = await terminals.attach({ terminalId: id, ...SIZE })
    page.begin(replay)
    return page
  }

  return {
    terminals,
    commands,
    changes,
    attach,
    async open() {
      const page = await attach(terminals.open({ workspace, ...SIZE }).terminalId)
      await until(() => page.text().endsWith('$'))
      return page
    },
    keys: (page, data) => terminals.input({ terminalId: page.id, data }),
    async run(page, line) {
      const before = { commands: commands.length, prompts: page.prompts }
      terminals.input({ terminalId: page.id, data: `${line}\r` })
      await until(() => commands.length > before.commands && page.prompts > before.prompts)
      await page.screen.drained()
      return commands.at(-1)!
    },
    dispose: async () => await terminals.dispose(),
  }
}

function makePage(terminals: Terminals, id: TerminalId): Page & { begin(replay: string): void } {
  const screen = createScreen(SIZE)
  let [begun, received, prompts, tail] = [false, 0, 0, '']
  const listening = terminals.onOutput(({ terminalId, data }) => {
    if (terminalId !== id || !begun) return
    received += data.length
    const parts = (tail + data).split(PROMPT_BEGINS)
    prompts += parts.length - 1
    tail = (parts.at(-1) ?? '').slice(1 - PROMPT_BEGINS.length)
    screen.write(data)
    if (page.acknowledges) terminals.acknowledge({ terminalId, characters: data.length })
  })
  const page = {
    id,
    screen,
    acknowledges: true,
    text: () => screen.text().trimEnd(),
    get received() {
      return received
    },
    get prompts() {
      return prompts
    },
    begin(replay: string) {
      begun = true
      screen.write(replay)
    },
    leave: () => listening.dispose(),
  }
  return page
}

/** Waits for something that real processes bring about. */
export async function until(holds: () => boolean | Promise<boolean>, timeoutMs = 15_000): Promise<void> {
  const look = async (): Promise<void> => {
    if (!(await holds())) throw new Error(`It never came true: ${String(holds)}`)
  }
  await vi.waitFor(look, { timeout: timeoutMs, interval: 5 })
}

/** Whether a process is there (a zombie is not). */
export async function isAlive(pid: number): Promise<boolean> {
  return await readlink(`/proc/${pid}/exe`).then(
    () => true,
    () => false,
  )
}
