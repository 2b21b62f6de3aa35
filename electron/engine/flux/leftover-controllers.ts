import { readFile, rm } from 'node:fs/promises'

import type { Clock } from '../lib/clock.ts'
import { exists } from '../process/process-identity.ts'
import { run } from '../process/run.ts'
import type { ControllerFiles } from './controller-files.ts'
import { FLUX_CONTROLLERS, type FluxControllerName } from './controllers.ts'

const LOOK_AGAIN_MS = 20
const MAX_LOOKS = 250

/** Ends the controllers that an engine which was killed has left, and waits until they are gone: never two at once. */
export async function endLeftovers(files: ControllerFiles, clock: Clock): Promise<void> {
  await Promise.all(FLUX_CONTROLLERS.map((name) => endLeftover(name, files, clock)))
}

async function endLeftover(name: FluxControllerName, files: ControllerFiles, clock: Clock): Promise<void> {
  const text = await readFile(files.pid(name), 'utf8').catch(() => '')
  const pid = /^\d+$/.test(text.trim()) ? Number(text) : undefined
  if (pid !== undefined && (await isOurs(pid, files.program(name)))) {
    process.kill(pid, 'SIGKILL')
    // It is not our child, so nothing tells of its end.
    for (let looks = 0; exists(pid) && looks < MAX_LOOKS; looks += 1) await pause(clock)
  }
  await rm(files.pid(name), { force: true })
}

/** The number may belong to another program by now; its command line tells. */
async function isOurs(pid: number, program: string): Promise<boolean> {
  if (!exists(pid)) return false
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(async () => {
    const { stdout } = await run('ps', ['-o', 'args=', '-p', String(pid)]).catch(() => ({ stdout: '' }))
    return stdout
  })
  return commandLine.includes(program)
}

const pause = (clock: Clock): Promise<void> => new Promise((resolve) => clock.after(LOOK_AGAIN_MS, resolve))
