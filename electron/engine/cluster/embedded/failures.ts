import { readFile } from 'node:fs/promises'

import { DrydockError, type ErrorDetail } from '../../../contract/errors.ts'
import { lastLines } from '../../process/run.ts'
import type { ClusterFiles } from './cluster-files.ts'
import { TITLE_OF, type Component } from './components.ts'

const NO_SPACE = /no space left on device|ENOSPC|disk quota exceeded|EDQUOT/i
const READ_ONLY = /read-only file ?system|EROFS/i

/** Makes the reason plain: a disk that is full or read-only has its own code, whatever tool ran into it. */
export function explain(error: unknown, files: ClusterFiles): unknown {
  const detail = error instanceof DrydockError ? error.detail : undefined
  if (detail?.code === 'disk-full' || detail?.code === 'disk-read-only') return error
  const text = [detail?.output, error instanceof Error ? error.message : String(error)].join('\n')
  if (NO_SPACE.test(text)) return new DrydockError(diskFull(files, detail?.output), { cause: error })
  if (READ_ONLY.test(text)) return new DrydockError(diskReadOnly(files, detail?.output), { cause: error })
  return error
}

const diskFull = (files: ClusterFiles, output: string | undefined): ErrorDetail => ({
  code: 'disk-full',
  at: files.root,
  happened: 'The disk that holds the cluster is full.',
  remedy: 'Free some space (a cluster needs about 100 MB), then start the cluster again; its data is kept.',
  ...(output === undefined ? {} : { output }),
})

const diskReadOnly = (files: ClusterFiles, output: string | undefined): ErrorDetail => ({
  code: 'disk-read-only',
  at: files.root,
  happened: 'The disk that holds the cluster cannot be written to.',
  remedy: 'Make the folder writable, or name another one with DRYDOCK_DATA, then start again.',
  ...(output === undefined ? {} : { output }),
})

/** The last lines that a component printed; empty when it printed nothing. */
export async function lastOutput(files: ClusterFiles, component: Component, lines = 20): Promise<string> {
  return lastLines(await readFile(files.log(component), 'utf8').catch(() => ''), lines)
}

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
