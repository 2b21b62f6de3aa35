import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { DrydockError } from '../contract/errors.ts'
import { defaultFolders } from '../engine/lib/folders.ts'

export interface ServeOptions {
  /** A port that was asked for: that one or none. */
  readonly port?: number
  readonly dataRoot: string
  readonly cacheRoot: string
  readonly labsRoot: string
  readonly rendererRoot: string
  /** The ready line as JSON, for the program that started this one. */
  readonly json: boolean
  /** Ends with its standard input, whose first line is a greeting; see `supervisor.ts`. */
  readonly supervised: boolean
}

export const USAGE = `Usage: drydock serve [--port N] [--data DIR] [--cache DIR] [--labs DIR] [--json]

Serves Drydock's page on 127.0.0.1 and prints the address to open.

  --port N      listen on this port; without it any free one near the usual
  --data DIR    clusters, lab folders and progress (DRYDOCK_DATA)
  --cache DIR   the toolchain (DRYDOCK_CACHE)
  --labs DIR    the labs (DRYDOCK_LABS)
  --json        print the ready line as JSON
`

/** Where the pieces lie beside this program; from sources and from `dist/serve` alike. */
export interface Surroundings {
  readonly labsRoot: string
  readonly rendererRoot: string
}

/** Throws a `DrydockError` of code `usage`. */
export function readFlags(
  argv: readonly string[],
  surroundings: Surroundings,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): ServeOptions | 'help' {
  const flags = parse(argv)
  if (flags.help === true) return 'help'
  const folders = defaultFolders(environment)
  return {
    ...(flags.port === undefined ? {} : { port: portNumber(flags.port) }),
    dataRoot: resolve(flags.data ?? folders.data),
    cacheRoot: resolve(flags.cache ?? folders.cache),
    labsRoot: resolve(flags.labs ?? environment['DRYDOCK_LABS'] ?? surroundings.labsRoot),
    rendererRoot: resolve(flags.renderer ?? surroundings.rendererRoot),
    json: flags.json === true,
    supervised: flags.supervised === true,
  }
}

function parse(argv: readonly string[]) {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  const options = {
    port: text,
    data: text,
    cache: text,
    labs: text,
    renderer: text,
    json: flag,
    supervised: flag,
    help: { ...flag, short: 'h' },
  } as const
  try {
    return parseArgs({ args: [...argv], options, strict: true }).values
  } catch (error) {
    throw usage(error instanceof Error ? error.message : String(error))
  }
}

function portNumber(text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw usage(`--port is "${text}", which is no port.`)
}

const usage = (happened: string): DrydockError =>
  new DrydockError({ code: 'usage', happened, remedy: 'Run it with --help to see what it takes.', terminal: true })
