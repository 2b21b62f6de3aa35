import { chmod, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ShellPlace } from '../../../electron/engine/terminal/shell.ts'
import { makePlace, type Place } from '../workspace/place.ts'
import { isAlive, makeDesk, SIZE, until, type Desk, type Page } from './desk.ts'

let place: Place
let desk: Desk

beforeEach(async () => {
  place = await makePlace()
  desk = makeDesk(place.workspace)
})

afterEach(async () => {
  await desk.dispose()
  await place.remove()
})

/** Number that a shell printed into a file of the learner's folder. */
const pidIn = async (name: string): Promise<number> =>
  Number(await readFile(join(place.paths.home, name), 'utf8').catch(() => ''))

async function shellOf(page: Page): Promise<number> {
  await desk.run(page, 'echo $$ > shell.pid')
  return await pidIn('shell.pid')
}

describe('a shell that ends', () => {
  it('says how, and Enter starts a new one in its place', async () => {
    const page = await desk.open()
    desk.keys(page, 'exit 3\r')
    await until(() => page.text().endsWith('new one.'))
    expect(page.text()).toBe(
      'learner $ exit 3\nexit\n\nThe shell was ended with exit code 3. Press Enter for a new one.',
    )
    const dead = desk.terminals.list()
    desk.keys(page, 'x')
    desk.keys(page, '\r')
    await until(() => page.text().endsWith('learner $'))
    await desk.run(page, 'echo again')
    expect([dead, desk.terminals.list()]).toEqual([
      [{ terminalId: page.id, title: 'bash', alive: false }],
      [{ terminalId: page.id, title: 'bash', alive: true }],
    ])
    expect(desk.changes.map(({ alive }) => alive)).toEqual([false, true])
  })

  it('by kill -9 says so, also out of a full-screen program, and takes its programs along', async () => {
    const page = await desk.open()
    const shell = await shellOf(page)
    desk.keys(page, 'seq 1 99 | tee numbers >/dev/null; sleep 300 & echo $! > sleep.pid; less numbers\r')
    await until(() => page.text().split('\n').includes('29'))
    process.kill(shell, 'SIGKILL')
    await until(() => page.text().endsWith('new one.'))
    await until(async () => !(await isAlive(await pidIn('sleep.pid'))))
    desk.keys(page, '\r')
    await until(() => page.text().endsWith('learner $'))
    expect(page.text()).toContain('The shell was ended by signal SIGKILL. Press Enter for a new one.\n')
  })

  it('is started again when something is typed for the learner', async () => {
    const page = await desk.open()
    desk.keys(page, 'exit\r')
    await until(() => page.text().endsWith('new one.'))
    await desk.terminals.type({ terminalId: page.id, text: 'echo back', execute: true })
    await until(() => desk.commands.length === 1)
    expect(desk.commands[0]?.commandLine).toBe('echo back')
  })

  it('is reported to a page that attaches later', async () => {
    const page = await desk.open()
    desk.keys(page, 'exit\r')
    await until(() => page.text().endsWith('new one.'))
    const other = await desk.attach(page.id)
    await until(() => other.text().endsWith('new one.'))
    expect(other.text()).toBe(page.text())
  })
})

describe('a terminal that is closed', () => {
  it('leaves nothing of its session, jobs and nohup included', async () => {
    const page = await desk.open()
    const shell = await shellOf(page)
    await desk.run(page, 'sleep 300 & echo $! > job.pid')
    await desk.run(page, 'nohup sleep 301 >/dev/null 2>&1 & echo $! > nohup.pid')
    await desk.run(page, 'bash -c \'trap "" HUP TERM; echo $$ > stubborn.pid; while :; do sleep 1; done\' &')
    desk.keys(page, 'sleep 303\r')
    await until(async () => (await pidIn('stubborn.pid')) > 0)
    await until(() => page.text().endsWith('sleep 303'))
    const pids = [shell, ...(await Promise.all(['job.pid', 'nohup.pid', 'stubborn.pid'].map(pidIn)))]
    const before = await Promise.all(pids.map(isAlive))
    await desk.terminals.close(page.id)
    const after = await Promise.all(pids.map(isAlive))
    expect([before, after, desk.terminals.list()]).toEqual([[true, true, true, true], [false, false, false, false], []])
  })

  it('is announced once, and sends nothing afterwards', async () => {
    const closed: string[] = []
    desk.terminals.onClosed(({ terminalId }) => closed.push(terminalId))
    const page = await desk.open()
    await desk.terminals.close(page.id)
    const changes = desk.changes.length
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect([closed, desk.changes.length]).toEqual([[page.id], changes])
  })

  it('is gone even when its output was stopped', async () => {
    const page = await desk.open()
    const shell = await shellOf(page)
    page.acknowledges = false
    desk.keys(page, 'yes\r')
    await until(() => page.received > 128 * 1024)
    await desk.terminals.close(page.id)
    expect(await isAlive(shell)).toBe(false)
  })

  it('keeps the history for the next one', async () => {
    const page = await desk.open()
    await desk.run(page, 'echo remembered')
    await desk.terminals.close(page.id)
    const next = await desk.open()
    desk.keys(next, '\x1b[A')
    await until(() => next.text().endsWith('echo remembered'))
    expect(next.text()).toBe('learner $ echo remembered')
  })
})

describe('a shell that cannot start', () => {
  const open = (workspace: ShellPlace): unknown => desk.terminals.open({ workspace, ...SIZE })

  it('is refused when there is no such program', () => {
    const { home, environment } = place.workspace
    expect(() => open({ home, environment, shellCommand: () => ({ file: '/no/bash', args: [] }) })).toThrow(
      'The shell /no/bash could not be started: it is not there or cannot be executed. ' +
        'Close other terminals and programs, or install bash again; then open the terminal again.',
    )
    expect(desk.terminals.list()).toEqual([])
  })

  it('is refused when the folder of the lab is gone', async () => {
    await rm(place.paths.home, { recursive: true })
    expect(() => open(place.workspace)).toThrow(
      `The lab's folder ${place.paths.home} is not there. Reset the lab, which makes the folder again.`,
    )
  })

  it('says in the terminal what it was when it ends at once', async () => {
    const broken = join(place.paths.root, 'broken')
    await writeFile(broken, '#!/bin/sh\necho "no library"; exit 126\n')
    await chmod(broken, 0o755)
    const { home, environment } = place.workspace
    const info = desk.terminals.open({
      workspace: { home, environment, shellCommand: () => ({ file: broken, args: [] }) },
      ...SIZE,
    })
    await until(() => desk.terminals.list()[0]?.alive === false)
    const page = await desk.attach(info.terminalId)
    await until(() => page.text().endsWith('new one.'))
    expect(page.text()).toBe('no library\n\nThe shell was ended with exit code 126. Press Enter for a new one.')
  })
})
