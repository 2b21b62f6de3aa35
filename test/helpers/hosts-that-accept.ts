import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'

/** Of this machine's addresses, loopback's others included, those at which something accepts on the port. */
export async function hostsThatAccept(port: number): Promise<readonly string[]> {
  const own = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .map(({ address, scopeid }) => (scopeid ? `${address}%${scopeid}` : address))
  const hosts = [...new Set([...own, '127.0.0.1', '127.0.0.2', '::1'])]
  const accepted = await Promise.all(hosts.map(async (host) => await accepts(host, port)))
  return hosts.filter((_, index) => accepted[index])
}

function accepts(host: string, port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const socket = connect({ host, port })
  socket.setTimeout(2000, () => socket.destroy())
  socket.once('connect', () => {
    resolve(true)
    socket.destroy()
  })
  socket.once('error', () => resolve(false))
  socket.once('close', () => resolve(false))
  return promise
}
