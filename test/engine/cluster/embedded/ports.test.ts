import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'

import { choosePorts } from '../../../../electron/engine/cluster/embedded/ports.ts'

describe('choosePorts', () => {
  it('gives six different ports outside the range of outgoing connections', async () => {
    const ports = Object.values(await choosePorts())
    expect(new Set(ports).size).toBe(6)
    expect(ports.every((port) => port >= 20_000 && port < 32_000)).toBe(true)
  })

  it('keeps the wanted ports that are free and replaces the one that is taken', async () => {
    const wanted = await choosePorts()
    const server = createServer()
    await new Promise<void>((resolve) => {
      server.listen(wanted.scheduler, '127.0.0.1', resolve)
    })
    const { scheduler, ...others } = await choosePorts(wanted)
    server.close()
    const { scheduler: taken, ...kept } = wanted
    expect(others).toEqual(kept)
    expect(scheduler).not.toBe(taken)
  })

  it('never gives one port twice, whatever is drawn', async () => {
    let draw = 0
    const ports = await choosePorts(undefined, () => Math.floor(draw++ / 7) / 100)
    expect(new Set(Object.values(ports)).size).toBe(6)
  })

  it('says so when no port is free', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => {
      server.listen(20_000, '127.0.0.1', resolve)
    }).catch(() => undefined)
    await expect(choosePorts(undefined, () => 0)).rejects.toMatchObject({ detail: { code: 'port-in-use' } })
    server.close()
  })
})
