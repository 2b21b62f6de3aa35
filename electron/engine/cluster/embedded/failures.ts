import { readFile } from 'node:fs/promises'

import { DrydockError, type ErrorDetail } from '../../../contract/errors.ts'
import { lastLines } from '../../process/run.ts'
import type { ClusterFiles } from './cluster-files.ts'
import { TITLE_OF, type Component } from './components.ts'

const NO_SPACE = /no space left on device|disk quota exceeded/i
const READ_ONLY = /read-only file ?system/i
const NO_SPACE_CODES = ['ENOSPC', 'EDQUOT']
const NOT_WRITABLE_CODES = ['EROFS', 'EACCES', 'EPERM', 'ENOTDIR']

/**
 * Makes the reason plain: a disk that is full or read-only has its own code, whatever tool ran into it. Gives back what
 * it does not know.
 */
export function explain(error: unknown, files: ClusterFiles): unknown {
  if (error instanceof DrydockError) {
    const { code, output = '' } = error.detail
    if (code === 'disk-full' || code === 'disk-read-only') return error
    if (NO_SPACE.test(output)) return new DrydockError(diskFull(files, output), { cause: error })
    if (READ_ONLY.test(output)) return new DrydockError(diskReadOnly(files, output), { cause: error })
    return error
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (NO_SPACE_CODES.includes(code)) return new DrydockError(diskFull(files, String(error)), { cause: error })
  if (NOT_WRITABLE_CODES.includes(code)) return new DrydockError(diskReadOnly(files, String(error)), { cause: error })
  return error
}

const diskFull = (files: ClusterFiles, output: string): ErrorDetail => ({
  code: 'disk-full',
  at: files.root,
  happened: 'The disk that holds the cluster is full.',
  remedy: 'Free some space (a cluster needs about 200 MB), then start the cluster again; its data is kept.',
  output,
})

const diskReadOnly = (files: ClusterFiles, output: string): ErrorDetail => ({
  code: 'disk-read-only',
  at: files.root,
  happened: 'The folder of the cluster cannot be written to.',
  remedy: 'Make the folder writable, or name another one with DRYDOCK_DATA, then start again.',
  output,
})

/** Lines that say why a program ended: errors of klog, zap and slog, panics, and what a shell says. */
const TELLING =
  /^[EF]\d{4} |"level":"(?:error|fatal|panic)"|"level":"(?:ERROR|FATAL)"|^panic: |^Error: |no space left|read-only file/
/** Nothing that it printed before this counts. */
const LOOKED_AT_LINES = 400

/** The last lines that a component printed, those that say why it ended where there are any; empty without output. */
export async function lastOutput(files: ClusterFiles, component: Component): Promise<string> {
  const text = await readFile(files.log(component), 'utf8').catch(() => '')
  const recent = lastLines(text, LOOKED_AT_LINES)
  const telling = recent.split('\n').filter((line) => TELLING.test(line))
  return telling.length > 0 ? lastLines(telling.join('\n'), 5) : lastLines(recent)
}

/** Everything that a component printed lately. */
export const recentOutput = async (files: ClusterFiles, component: Component): Promise<string> =>
  lastLines(await readFile(files.log(component), 'utf8').catch(() => ''), LOOKED_AT_LINES)

/** A component ended while the cluster was coming up. */
export async function componentEnded(
  files: ClusterFiles,
  component: Component,
  cause?: unknown,
): Promise<DrydockError> {
  const output = await lastOutput(files, component)
  return new DrydockError(
    {
      code: 'cluster-failed',
      happened: `${capital(TITLE_OF[component])} of cluster ${files.name} ended while the cluster was starting.`,
      remedy: 'Its last output says why. Try again; if it ends again, delete the cluster and let it be made anew.',
      ...(output === '' ? {} : { output }),
    },
    { cause },
  )
}

/** Somebody took a port between its choice and its use. */
export const portTaken = (error: unknown): boolean =>
  error instanceof DrydockError && /address already in use|EADDRINUSE/.test(error.detail.output ?? '')

/** A component is gone and is being started again. */
export const componentLost = (files: ClusterFiles, component: Component): ErrorDetail => ({
  code: 'cluster-failed',
  happened: `${capital(TITLE_OF[component])} of cluster ${files.name} ended and is being started again.`,
  remedy: 'Wait a moment; nothing is lost.',
})

/** A component does not stay alive, however often it is started. */
export async function componentGivenUp(
  files: ClusterFiles,
  component: Component,
  times: number,
): Promise<DrydockError> {
  const output = await lastOutput(files, component)
  return new DrydockError({
    code: 'cluster-failed',
    happened: `${capital(TITLE_OF[component])} of cluster ${files.name} ended ${times} times in a short time and was given up.`,
    remedy: 'Its last output says why. Try again; if it ends again, go back to an earlier step or reset the lab.',
    ...(output === '' ? {} : { output }),
  })
}

export const startTimedOut = (files: ClusterFiles, step: string, seconds: number, output: string): DrydockError =>
  new DrydockError({
    code: 'deadline-passed',
    happened: `Cluster ${files.name} was not ready after ${seconds} s: it got as far as "${step}".`,
    remedy: 'Close programs that use much of the processor or memory, then try again.',
    ...(output === '' ? {} : { output }),
  })

export const cancelled = (files: ClusterFiles): DrydockError =>
  new DrydockError({
    code: 'cancelled',
    happened: `Bringing up cluster ${files.name} was cancelled.`,
    remedy: 'Start it again when you need it.',
  })

export const notEnded = (files: ClusterFiles): DrydockError =>
  new DrydockError({
    code: 'cluster-failed',
    at: files.root,
    happened: `Programs of cluster ${files.name} could not be ended.`,
    remedy: 'End those whose command line names this folder, then try again.',
  })

export const notRunning = (files: ClusterFiles): DrydockError =>
  new DrydockError({
    code: 'cluster-unreachable',
    happened: `Cluster ${files.name} does not run.`,
    remedy: 'Start it first.',
  })

export const clusterAbsent = (files: ClusterFiles): DrydockError =>
  new DrydockError({
    code: 'not-found',
    happened: `There is no cluster ${files.name} in ${files.root}.`,
    remedy: 'Create it first.',
  })

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
