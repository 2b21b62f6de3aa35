import type { IpcMain, IpcMainInvokeEvent } from 'electron'
import { DESKTOP_THEMES, type DesktopBridge } from '../contract/bridge.ts'

/** Every method of the bridge; one that is left out does not compile. */
const METHODS: { readonly [M in keyof DesktopBridge]: true } = { openExternal: true, showLogs: true, setTheme: true }

const channel = (method: string): string => `drydock/${method}`
const methods = Object.keys(METHODS) as (keyof DesktopBridge)[]

/** For the preload script: the bridge as plain functions. */
export function bridgeOver(invoke: (channel: string, ...args: unknown[]) => Promise<unknown>): DesktopBridge {
  const entries = methods.map((method) => [method, (...args: unknown[]) => invoke(channel(method), ...args)])
  return Object.fromEntries(entries) as DesktopBridge
}

/** For the main process: answers the bridge, for our own page only and with arguments of the right shape only. */
export function answerBridge(
  ipc: IpcMain,
  bridge: DesktopBridge,
  isOurs: (event: IpcMainInvokeEvent) => boolean,
): void {
  const handlers: { readonly [M in keyof DesktopBridge]: (argument: unknown) => Promise<void> } = {
    openExternal: async (url) => bridge.openExternal(text(url)),
    showLogs: async () => bridge.showLogs(),
    setTheme: async (theme) => bridge.setTheme(oneOf(DESKTOP_THEMES, theme)),
  }
  for (const method of methods) {
    ipc.handle(channel(method), async (event, argument: unknown) => {
      if (!isOurs(event)) throw new Error('Only the page of Drydock may ask this.')
      await handlers[method](argument)
    })
  }
}

function text(value: unknown): string {
  if (typeof value === 'string') return value
  throw new TypeError('A text is wanted.')
}

function oneOf<T extends string>(allowed: readonly T[], value: unknown): T {
  const found = allowed.find((each) => each === value)
  if (found === undefined) throw new TypeError(`One of ${allowed.join(', ')} is wanted.`)
  return found
}
