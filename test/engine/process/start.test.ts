import { describe, expect, it } from 'vitest'

import { systemClock } from '../../../electron/engine/lib/clock.ts'
import { start, type StartedProgram } from '../../../electron/engine/process/start.ts'

const heard: string[] = []
const shell = (script: string): StartedProgram => {
  heard.length = 0
  return start('/bin/sh', ['-c', script], {
    environment: { NAME: 'value' },
    clock: systemClock,
    onLine: (stream, line) => heard.push(`${stream}: ${line}`),
  })
}

describe('start', () => {
  it('hears what the program prints, all of it before its end', async () => {
    const { ended } = shell('echo "$NAME"; echo two >&2; printf three; exit 3')
    expect(await ended).toEqual({ exitCode: 3, signal: null })
    expect(heard.toSorted()).toEqual(['stderr: two', 'stdout: three', 'stdout: value'])
  })

  it('ends it when asked to', async () => {
    const program = shell('echo up; exec sleep 60')
    await expect.poll(() => heard).toEqual(['stdout: up'])
    await program.end(5000)
    expect(await program.ended).toEqual({ exitCode: null, signal: 'SIGTERM' })
  })

  it('ends one that does not want to', async () => {
    const program = shell('trap "" TERM; echo up; while :; do sleep 0.05; done')
    await expect.poll(() => heard).toEqual(['stdout: up'])
    await program.end(100)
    expect(await program.ended).toEqual({ exitCode: null, signal: 'SIGKILL' })
  })

  it('says why there is none', async () => {
    const program = start('/no/such/program', [], {
      environment: {},
      clock: systemClock,
      onLine: () => undefined,
    })
    expect(program.pid).toBeUndefined()
    expect(await program.ended).toMatchObject({ exitCode: null, error: { code: 'ENOENT' } })
  })
})
