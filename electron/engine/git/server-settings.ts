import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import * as z from 'zod'
import { writeWhole } from '../workspace/files.ts'

/** What must be the same each time: objects in clusters and the learner's clones remember it. */
export interface ServerSettings {
  readonly token: string
  /** Undefined before the first start. */
  readonly port: number | undefined
  /** Ports of other times, newest first: addresses with them are still written somewhere. */
  readonly formerPorts: readonly number[]
}

const MAX_FORMER = 20

const file = z.object({
  token: z.string().min(20),
  port: z.int().optional(),
  formerPorts: z.array(z.int()).default([]),
})

/** A file that is missing or broken gives a new token. */
export async function readSettings(path: string): Promise<ServerSettings> {
  const text = await readFile(path, 'utf8').catch(() => '{}')
  const known = file.safeParse(parse(text))
  if (!known.success) return { token: newToken(), port: undefined, formerPorts: [] }
  return { token: known.data.token, port: known.data.port, formerPorts: known.data.formerPorts }
}

export async function writeSettings(path: string, settings: ServerSettings): Promise<void> {
  await writeWhole(path, `${JSON.stringify(settings, undefined, 2)}\n`, 0o600)
}

/** The settings with the port that the server listens on now. */
export function withPort(settings: ServerSettings, port: number): ServerSettings {
  const former = settings.port === undefined ? settings.formerPorts : [settings.port, ...settings.formerPorts]
  return { ...settings, port, formerPorts: [...new Set(former)].filter((one) => one !== port).slice(0, MAX_FORMER) }
}

/** Looks like a token of GitHub, for tools that look at it. */
const newToken = (): string => `ghp_${randomBytes(27).toString('base64url').replace(/[-_]/g, 'x').slice(0, 36)}`

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
