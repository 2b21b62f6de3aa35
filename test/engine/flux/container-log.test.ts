import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { ContainerLog } from '../../../electron/engine/flux/container-log.ts'
import { FakeClock } from '../../helpers/fake-clock.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drydock-log-'))
  file = join(folder, 'source-controller', 'container.log')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const begin = (): Promise<ContainerLog> => ContainerLog.begin(file, `${file}.previous`, new FakeClock())

describe('ContainerLog', () => {
  it('keeps lines as a container runtime does, and those of the run before', async () => {
    const first = await begin()
    first.write('stderr', 'one')
    await first.end()
    const second = await begin()
    second.write('stdout', 'two')
    await second.end()
    expect(await readFile(file, 'utf8')).toBe('1970-01-01T00:16:40.000Z stdout F two\n')
    expect(await readFile(`${file}.previous`, 'utf8')).toBe('1970-01-01T00:16:40.000Z stderr F one\n')
  })

  it('remembers the last lines', async () => {
    const log = await begin()
    for (let line = 1; line <= 25; line += 1) log.write('stderr', String(line))
    await log.end()
    expect(log.last.split('\n')).toEqual(Array.from({ length: 20 }, (_, index) => String(index + 6)))
  })

  it('goes on in a new file when one is full', async () => {
    const log = await begin()
    const line = 'x'.repeat(1024 * 1024)
    for (let count = 0; count < 12; count += 1) log.write('stderr', line)
    await log.end()
    expect((await stat(file)).size).toBeLessThan(4 * 1024 * 1024)
  })
})
