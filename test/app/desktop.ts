import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, type ElectronApplication, type Page } from '@playwright/test'
import { testElectronExecutable } from '../../scripts/electron-runtime/get-test-electron.ts'

const root = join(import.meta.dirname, '../..')

/** A desktop window around a fake engine and a page of one line, in folders of its own. */
export interface Desktop {
  readonly app: ElectronApplication
  readonly page: Page
  /** Of Electron's main process. */
  readonly pid: number
}

export interface DesktopRoom {
  readonly data: string
  /** Starts the shell, with these on top of the environment. */
  launch(environment?: Readonly<Record<string, string>>): Promise<Desktop>
  /** Starts the shell and waits for the page. */
  open(): Promise<Desktop>
  /** Starts a second one on the same data; resolves with its exit code. */
  launchAgain(): Promise<number | null>
  /** What the running serve says about itself. */
  instance(): { readonly pid: number; readonly address: string }
  engineStopped(): boolean
}

const PAGE = '<!doctype html><html lang="en"><title>Drydock</title><h1>The page</h1>'

export const test = base.extend<{ room: DesktopRoom }>({
  room: async ({ playwright }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'drydock-desktop-'))
    const data = join(folder, 'data')
    mkdirSync(join(folder, 'page'))
    writeFileSync(join(folder, 'page/index.html'), PAGE)
    const started: { readonly app: ElectronApplication; readonly pid: number }[] = []
    const executable = await testElectronExecutable()
    const args = ['--no-sandbox', join(root, 'dist/shell/main.cjs')]
    const environment = (own: Readonly<Record<string, string>>): Record<string, string> => ({
      ...(process.env as Record<string, string>),
      DRYDOCK_DATA: data,
      DRYDOCK_CACHE: join(folder, 'cache'),
      DRYDOCK_SERVE: join(root, 'test/serve/serve-fixture.ts'),
      SERVE_FLAGS: JSON.stringify(['--renderer', join(folder, 'page')]),
      ...own,
    })
    const room: DesktopRoom = {
      data,
      async open() {
        const desktop = await room.launch()
        await desktop.page.getByRole('heading', { name: 'The page' }).waitFor()
        return desktop
      },
      async launch(own = {}) {
        const app = await playwright._electron.launch({ executablePath: executable, args, env: environment(own) })
        const pid = app.process().pid ?? 0
        started.push({ app, pid })
        return { app, page: await app.firstWindow(), pid }
      },
      async launchAgain() {
        const child = spawn(executable, args, { env: environment({}), stdio: 'ignore' })
        const [code] = (await once(child, 'exit')) as [number | null]
        return code
      },
      instance: () => JSON.parse(readFileSync(join(data, 'instance.json'), 'utf8')) as { pid: number; address: string },
      engineStopped: () => existsSync(join(data, 'engine-stopped')),
    }
    await use(room)
    for (const { app, pid } of started) if (isAlive(pid)) await app.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  },
})

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
