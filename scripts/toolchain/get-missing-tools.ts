import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { toWire } from '../../electron/contract/errors.ts'
import { buildTools } from './build-tools.ts'
import type { ToolchainFolders } from './cache-folders.ts'
import { explainFailure } from './failure.ts'
import { withTemporaryFolder } from './files.ts'
import { getTool, isGot, type GetContext, type NotGot } from './get-tool.ts'
import type { InstalledTool } from './installed.ts'
import { withLock, type LockTiming } from './lock.ts'
import type { Platform } from './platform.ts'
import { createProgressWriter, type ProgressWriter } from './progress-file.ts'
import { createProgressTracker, type OnProgress, type ProgressTracker } from './progress.ts'
import type { DownloadTiming, Fetch } from './release-host.ts'
import { TRUST_VARIABLE } from './releases.ts'
import type { Wanted } from './wanted.ts'

/** Everything that `getTools` decided or was given, with no defaults left open. */
export interface Getting {
  readonly folders: ToolchainFolders
  readonly platform: Platform
  readonly env: NodeJS.ProcessEnv
  readonly signal: AbortSignal | undefined
  readonly background: boolean
  readonly clock: () => number
  readonly onProgress: OnProgress
  readonly fetch: Fetch
  readonly downloadTiming: DownloadTiming
  readonly lockTiming: LockTiming
}

/** Gets the tools with the lock held, one after another: each from the cache or its release, then all the rest by building. */
export async function getMissingTools(
  getting: Getting,
  wanted: readonly Wanted[],
): Promise<ReadonlyMap<string, InstalledTool>> {
  const { folders, signal, clock, lockTiming: timing } = getting
  const writer = createProgressWriter(folders, clock)
  const names = wanted.map(({ tool }) => tool.name)
  let working = false
  const onProgress: OnProgress = (progress) => {
    if (working) writer.update(progress) // whoever only waits leaves the file to the one who works
    getting.onProgress(progress)
  }
  const tracker = createProgressTracker({ names, onProgress, clock })
  const onWait = (pid: number | undefined): void => {
    const notes = [`Another process (${pid ?? 'just started'}) is getting tools; this one goes on after it.`]
    tracker.begin({ phase: 'wait', tools: names, unit: 'bytes', notes })
  }
  const work = async (): Promise<ReadonlyMap<string, InstalledTool>> => {
    working = true
    await sweep(folders)
    return withTemporaryFolder(folders.temporary, (temporary) =>
      getEach(contextOf(getting, tracker, temporary), wanted),
    )
  }
  return withLock(folders.lock, () => reportingEnd(getting, writer, work), { signal, onWait, timing })
}

function contextOf(getting: Getting, tracker: ProgressTracker, temporary: string): GetContext {
  const { fetch, downloadTiming: timing, signal, env } = getting
  const downloads = { fetch, timing, signal, unreachableHosts: new Map<string, string>() }
  return { ...getting, tracker, downloads, trustPublished: env[TRUST_VARIABLE] === '1', temporary }
}

async function getEach(context: GetContext, wanted: readonly Wanted[]): Promise<ReadonlyMap<string, InstalledTool>> {
  const got = new Map<string, InstalledTool>()
  const missing: NotGot[] = []
  for (const one of wanted) {
    context.signal?.throwIfAborted()
    const result = await getTool(context, one)
    if (isGot(result)) got.set(one.tool.name, result)
    else missing.push(result)
  }
  for (const [name, tool] of await buildTools(context, missing)) got.set(name, tool)
  return got
}

async function reportingEnd<T>(
  { folders, signal }: Getting,
  writer: ProgressWriter,
  work: () => Promise<T>,
): Promise<T> {
  try {
    const result = await work()
    await writer.finish({ state: 'done' })
    return result
  } catch (error) {
    const explained = explainFailure(error, folders.root, signal)
    await writer.finish({ state: 'failed', error: toWire(explained) })
    throw explained
  }
}

/** Removes what a killed process left unfinished. Safe with the lock held: only its holder has unfinished files. */
async function sweep(folders: ToolchainFolders): Promise<void> {
  await rm(folders.temporary, { recursive: true, force: true })
  const inStore = await readdir(folders.store).catch(() => [])
  const unfinished = inStore.filter((name) => name.startsWith('.unfinished-'))
  await Promise.all(unfinished.map((name) => rm(join(folders.store, name), { recursive: true, force: true })))
}
