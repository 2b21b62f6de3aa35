import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import {
  adoptLifeline,
  expectLifeline,
  isHeld,
  openGate,
} from '../../../../electron/engine/cluster/embedded/lifeline.ts'
import { run } from '../../../../electron/engine/process/run.ts'

describe('lifeline', () => {
  let folder: string
  let pipe: string
  let gate: string
  const children: ChildProcess[] = []

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drydock-life-'))
    pipe = join(folder, 'life')
    gate = join(folder, 'gate')
    await run('mkfifo', [pipe, gate])
  })
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  })

  /** A program on its lifeline, as a component is. */
  function start(script = 'exec sleep 100'): ChildProcess {
    const child = spawn('/bin/sh', ['-c', `exec 9<>"$0"; echo $$ >&9; ${script}`, pipe], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    children.push(child)
    return child
  }

  it('hears the start and the end of what was expected', async () => {
    const lifeline = expectLifeline(pipe)
    expect(lifeline.state).toBe('expected')
    const child = start()
    await lifeline.seen
    expect(lifeline.state).toBe('running')
    child.kill('SIGKILL')
    await lifeline.ended
    expect(lifeline.state).toBe('ended')
    expect(isHeld(pipe)).toBe(false)
  })

  it('misses nothing of what is over at once', async () => {
    const lifeline = expectLifeline(pipe)
    start('exit 1')
    await lifeline.ended
    expect(lifeline.state).toBe('ended')
  })

  it('hears the end of what ran before it listened', async () => {
    const first = expectLifeline(pipe)
    const child = start()
    await first.seen
    first.dispose()
    const second = adoptLifeline(pipe)
    expect(second?.state).toBe('running')
    child.kill('SIGKILL')
    await second?.ended
    expect(second?.state).toBe('ended')
  })

  it('finds nothing to adopt when nothing runs', () => {
    expect(adoptLifeline(pipe)).toBeUndefined()
    expect(adoptLifeline(join(folder, 'absent'))).toBeUndefined()
  })

  it('ends when what was expected does not come', async () => {
    const lifeline = expectLifeline(pipe)
    lifeline.giveUpWaiting()
    await lifeline.ended
    expect(lifeline.state).toBe('ended')
  })

  describe('gate', () => {
    it.each(['before', 'after'])('lets a program through that comes %s it is opened', async (when) => {
      const lifeline = expectLifeline(pipe)
      const through = (child: ChildProcess): Promise<string> =>
        new Promise((resolve) => child.stdout?.once('data', (data: Buffer) => resolve(data.toString())))
      const script = `read -r _ <"${gate}"; echo through; exec sleep 100`
      let child: ChildProcess | undefined
      if (when === 'before') {
        child = start(script)
        await lifeline.seen
      }
      const open = openGate(gate)
      child ??= start(script)
      expect(await through(child)).toBe('through\n')
      open.dispose()
      lifeline.dispose()
    })
  })
})
