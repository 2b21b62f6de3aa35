import { rm, writeFile } from 'node:fs/promises'

import type { Clock } from '../lib/clock.ts'
import { start, type ProgramEnd } from '../process/start.ts'
import { ContainerLog } from './container-log.ts'

/** How long a controller may take to end when it is asked to; then it is ended. */
const ENDED_WITHIN_MS = 2000
/** A controller that says nothing works after this time. */
const WORKS_AFTER_MS = 5000
/** Said for each kind that a controller works on, as soon as it does. */
const WORKS = 'Starting workers'

export interface ProcessPlan {
  readonly program: string
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly pidFile: string
  readonly log: string
  readonly previousLog: string
}

export interface ProcessEnd extends ProgramEnd {
  /** The last lines that it printed. */
  readonly output: string
}

/** One run of a controller. */
export interface ControllerProcess {
  /** Resolves when it works, or has ended. */
  readonly works: Promise<void>
  readonly ended: Promise<ProcessEnd>
  /** Asks it to end, ends it when it does not, and resolves when it is gone. */
  end(): Promise<void>
}

/** Starts a controller; what it prints becomes a container's log. */
export async function startController(plan: ProcessPlan, clock: Clock): Promise<ControllerProcess> {
  const log = await ContainerLog.begin(plan.log, plan.previousLog, clock)
  const { promise: works, resolve } = Promise.withResolvers<undefined>()
  const settle = (): void => resolve(undefined)
  const program = start(plan.program, plan.args, {
    environment: plan.environment,
    clock,
    onLine(stream, line) {
      log.write(stream, line)
      if (line.includes(WORKS)) settle()
    },
  })
  const cancel = clock.after(WORKS_AFTER_MS, settle)
  const ended = program.ended.then(async (end) => {
    cancel()
    settle()
    await Promise.all([rm(plan.pidFile, { force: true }), log.end()])
    return { ...end, output: log.last }
  })
  if (program.pid !== undefined) await writeFile(plan.pidFile, `${program.pid}\n`).catch(() => undefined)
  return {
    works,
    ended,
    async end() {
      await program.end(ENDED_WITHIN_MS)
      await ended
    },
  }
}
