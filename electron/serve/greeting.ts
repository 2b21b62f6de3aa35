import { randomBytes } from 'node:crypto'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { DrydockError } from '../contract/errors.ts'
import type { Greeting } from '../contract/supervision.ts'

const TOKEN_BYTES = 32

export const newToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url')

/**
 * Reads the supervisor's greeting, then keeps watch: `onEnd` is called when the supervisor is gone, however it went.
 */
export async function readGreeting(input: Readable, onEnd: () => void): Promise<Greeting> {
  const { promise, resolve, reject } = Promise.withResolvers<Greeting>()
  const lines = createInterface({ input, terminal: false })
  lines.once('line', (line) => {
    const greeting = parse(line)
    if (greeting === undefined) reject(notGreeted('Its first line is no greeting.'))
    else resolve(greeting)
  })
  lines.once('close', () => {
    reject(notGreeted('It ended before it said anything.'))
    onEnd()
  })
  return promise
}

function parse(line: string): Greeting | undefined {
  try {
    const { token, port } = JSON.parse(line) as Partial<Greeting>
    if (typeof token !== 'string' || !/^[\w-]{32,}$/.test(token)) return undefined
    return typeof port === 'number' ? { token, port } : { token }
  } catch {
    return undefined
  }
}

const notGreeted = (why: string): DrydockError =>
  new DrydockError({
    code: 'usage',
    happened: `--supervised wants a greeting on standard input. ${why}`,
    remedy: 'Leave --supervised out when you start it by hand.',
    terminal: true,
  })
