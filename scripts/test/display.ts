import { spawn } from 'node:child_process'
import { findProgram } from './find-program.ts'

export interface Display {
  readonly environment: Readonly<Record<string, string>>
  dispose(): Promise<void>
}

/** Large enough for three columns. */
const SCREEN = '1600x1000x24'

/** The display that is there, or one without a screen; undefined when neither can be had. */
export async function openDisplay(environment: NodeJS.ProcessEnv = process.env): Promise<Display | undefined> {
  if (process.platform !== 'linux' || environment['DISPLAY']) return { environment: {}, dispose: async () => undefined }
  const program = findProgram(['Xvfb'], environment['PATH'])
  if (program === undefined) return undefined
  // It chooses a free number itself, and says which on the fourth file.
  const server = spawn(program, ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const { promise: gone, resolve: isGone } = Promise.withResolvers<undefined>()
  server.once('close', () => isGone(undefined)).once('error', () => isGone(undefined))
  const { promise: chosen, resolve: choose } = Promise.withResolvers<string>()
  server.stdio[3]?.once('data', (number) => choose(String(number).trim()))
  const number = await Promise.race([chosen, gone])
  if (number === undefined) return undefined
  return {
    environment: { DISPLAY: `:${number}` },
    async dispose() {
      server.kill()
      await gone
    },
  }
}
