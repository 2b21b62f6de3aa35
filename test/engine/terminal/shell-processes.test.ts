import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startShell, type Shell } from '../../../electron/engine/terminal/shell.ts'
import { endSession, sessionMembers } from '../../../electron/engine/terminal/shell-processes.ts'
import { makePlace, type Place } from '../workspace/place.ts'
import { isAlive, until } from './desk.ts'

let place: Place
let shell: Shell

beforeEach(async () => {
  place = await makePlace()
  shell = startShell(place.workspace, { columns: 80, rows: 24 })
})
afterEach(async () => {
  await shell.end()
  await place.remove()
})

const pidIn = async (name: string): Promise<number> =>
  Number(await readFile(join(place.paths.home, name), 'utf8').catch(() => ''))

describe('the session of a shell', () => {
  it('has the shell and its jobs in it, and nobody after its end', async () => {
    shell.write('sleep 300 &\rnohup sleep 301 >/dev/null 2>&1 &\r(sleep 302; true) | sleep 303\r')
    await until(async () => (await sessionMembers(shell.pid)).length === 6)
    await endSession(shell.pid)
    expect(await sessionMembers(shell.pid)).toEqual([])
  })

  it('does not have a program in it that left on purpose', async () => {
    shell.write("setsid bash -c 'echo $$ > pid; exec sleep 300' &\r")
    await until(async () => (await pidIn('pid')) > 0)
    const pid = await pidIn('pid')
    await endSession(shell.pid)
    const left = await isAlive(pid)
    process.kill(pid, 'SIGKILL')
    expect(left).toBe(true)
  })

  it('is empty for a process that is none', async () => {
    await endSession(2 ** 22 + 1)
    expect(await sessionMembers(2 ** 22 + 1)).toEqual([])
  })
})
