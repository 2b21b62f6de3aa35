import { createServer } from 'node:net'

import { DrydockError } from '../../../contract/errors.ts'

/** Every port that a cluster listens on; all on 127.0.0.1. */
export interface ClusterPorts {
  readonly apiServer: number
  readonly etcd: number
  readonly etcdPeer: number
  readonly controllerManager: number
  readonly scheduler: number
  readonly kwok: number
}

const NAMES = ['apiServer', 'etcd', 'etcdPeer', 'controllerManager', 'scheduler', 'kwok'] as const

export const LOOPBACK = '127.0.0.1'

/** Below the range from which systems take ports for outgoing connections, so that ours stay ours while we are stopped. */
const FIRST_PORT = 20_000
const LAST_PORT = 32_000
const MAX_TRIES = 200

/** Ports that nobody listens on now: those of `wanted` that are free, others for the rest. */
export async function choosePorts(wanted?: ClusterPorts, random: () => number = Math.random): Promise<ClusterPorts> {
  // All are held until the last is chosen, so that none is given out twice.
  const held = await Promise.all(NAMES.map((name) => holdPort(wanted?.[name], random)))
  const ports = Object.fromEntries(NAMES.map((name, index) => [name, held[index]?.port ?? 0]))
  await Promise.all(held.map(({ release }) => release()))
  return ports as unknown as ClusterPorts
}

/** One port that nobody listens on now: `wanted` when it is free. */
export async function choosePort(wanted?: number, random: () => number = Math.random): Promise<number> {
  const { port, release } = await holdPort(wanted, random)
  await release()
  return port
}

interface HeldPort {
  readonly port: number
  release(): Promise<void>
}

async function holdPort(wanted: number | undefined, random: () => number): Promise<HeldPort> {
  const kept = wanted === undefined ? undefined : await tryPort(wanted)
  if (kept !== undefined) return kept
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const held = await tryPort(FIRST_PORT + Math.floor(random() * (LAST_PORT - FIRST_PORT)))
    if (held !== undefined) return held
  }
  throw new DrydockError({
    code: 'port-in-use',
    happened: `No free port was found on ${LOOPBACK} between ${FIRST_PORT} and ${LAST_PORT}.`,
    remedy: 'Close programs that hold many connections, then try again.',
  })
}

function tryPort(port: number): Promise<HeldPort | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen({ host: LOOPBACK, port, exclusive: true }, () => {
      resolve({ port, release: () => new Promise((released) => server.close(() => released())) })
    })
  })
}
