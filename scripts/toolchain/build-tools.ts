import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DrydockError } from '../../electron/contract/errors.ts'
import { expectedBuildMs, readDurations, rememberBuild } from './durations.ts'
import { record, type GetContext, type NotGot } from './get-tool.ts'
import { build, builtExecutable, countPackages, prepareBuild, type PreparedBuild } from './go-build.ts'
import type { GoRun } from './go.ts'
import type { InstalledTool } from './installed.ts'
import type { GoModule } from './pins.ts'
import { listed } from './progress.ts'
import { installInStore } from './store.ts'
import type { Wanted } from './wanted.ts'

/** A module and the tools that one run of Go makes from it. */
interface Batch {
  readonly module: GoModule
  readonly members: readonly Wanted[]
  /** Why their releases are not used, a line for each reason. */
  readonly releaseReasons: readonly string[]
}

/** A batch whose sources are on this disk: from here on the network may go. */
interface Prepared extends Batch, PreparedBuild {
  readonly expectedMs: number
}

/** Modules come with about this pace; only the first estimate of a first run rests on it. */
const MS_PER_MODULE = 150

/**
 * Builds what neither the cache nor a release gave, and records each tool as installed. Everything is downloaded before
 * anything is compiled, so that a lost network shows at once and the time left is known from then on.
 */
export async function buildTools(
  context: GetContext,
  missing: readonly NotGot[],
): Promise<ReadonlyMap<string, InstalledTool>> {
  const installed = new Map<string, InstalledTool>()
  if (missing.length === 0) return installed
  try {
    const prepared = await prepareAll(context, batchesOf(missing))
    for (const [place, counted] of prepared.entries()) {
      const batch = place === 0 ? counted : await recount(context, counted)
      const afterMs = prepared.slice(place + 1).reduce((sum, { expectedMs }) => sum + expectedMs, 0)
      for (const [name, tool] of await buildBatch(context, batch, afterMs)) installed.set(name, tool)
    }
    return installed
  } catch (error) {
    throw withReleaseReasons(error, missing)
  }
}

function batchesOf(missing: readonly NotGot[]): readonly Batch[] {
  const byModule = Map.groupBy(missing, ({ wanted }) => wanted.tool.module)
  return [...byModule].map(([module, items]) => ({
    module,
    members: items.map(({ wanted }) => wanted),
    releaseReasons: releaseReasons(items),
  }))
}

async function prepareAll(context: GetContext, batches: readonly Batch[]): Promise<readonly Prepared[]> {
  const durations = await readDurations(context.folders)
  const cold = batches.map(({ module }) => expectedBuildMs(durations, module, module.coldBuild.packages))
  const prepared: Prepared[] = []
  for (const [place, batch] of batches.entries()) {
    const coldMs = cold.slice(place).reduce((sum, ms) => sum + ms, 0)
    const ready = await prepareBatch(context, batch, coldMs)
    prepared.push({ ...batch, ...ready, expectedMs: expectedBuildMs(durations, batch.module, ready.packages) })
  }
  return prepared
}

/** What an earlier build of the run compiled, a later one finds in Go's cache. */
async function recount(context: GetContext, batch: Prepared): Promise<Prepared> {
  const packages = await countPackages(batch.run, packagesOf(batch))
  return {
    ...batch,
    packages,
    expectedMs: expectedBuildMs(await readDurations(context.folders), batch.module, packages),
  }
}

async function prepareBatch(context: GetContext, batch: Batch, afterMs: number): Promise<PreparedBuild> {
  const tools = namesOf(batch)
  const notes = batch.releaseReasons
  let begun = false
  return prepareBuild(await goRun(context, batch.module), packagesOf(batch), (done, total) => {
    const expectedMs = total * MS_PER_MODULE
    if (!begun) context.tracker.begin({ phase: 'download', tools, unit: 'modules', total, expectedMs, afterMs, notes })
    else context.tracker.advance(done)
    begun = true
  })
}

async function buildBatch(
  context: GetContext,
  batch: Prepared,
  afterMs: number,
): Promise<ReadonlyMap<string, InstalledTool>> {
  const { run, packages, expectedMs } = batch
  const folder = join(run.temporary, 'built')
  await mkdir(folder, { recursive: true })
  const startedMs = context.clock()
  context.tracker.begin({
    phase: 'build',
    tools: namesOf(batch),
    unit: 'packages',
    total: packages,
    expectedMs,
    afterMs,
  })
  await build(run, packagesOf(batch), folder, (done) => context.tracker.advance(done))
  await rememberBuild(context.folders, batch.module, { ms: Math.round(context.clock() - startedMs), packages })
  const installed = new Map<string, InstalledTool>()
  for (const wanted of batch.members) {
    const file = builtExecutable(folder, wanted.tool.package, context.platform)
    const stored = await installInStore(context.folders.store, wanted.entry, file, 'built')
    installed.set(wanted.tool.name, await record(context, wanted, stored, 'built'))
  }
  return installed
}

async function goRun({ env, platform, signal, background, ...context }: GetContext, module: GoModule): Promise<GoRun> {
  const temporary = join(context.temporary, module.name)
  await mkdir(temporary, { recursive: true })
  return { module, directory: module.directory, platform, env, signal, background, temporary }
}

const namesOf = ({ members }: Batch): string[] => members.map(({ tool }) => tool.name)
const packagesOf = ({ members }: Batch): string[] => members.map(({ tool }) => tool.package)

function releaseReasons(missing: readonly NotGot[]): readonly string[] {
  const byReason = Map.groupBy(missing, ({ reason }) => reason)
  return [...byReason].map(([reason, items]) => `${listed(items.map(({ wanted }) => wanted.tool.name))}: ${reason}`)
}

/** Whoever has no Go wants to know why the ready-made binaries were not taken. */
function withReleaseReasons(error: unknown, missing: readonly NotGot[]): unknown {
  if (!(error instanceof DrydockError) || error.detail.code !== 'tool-missing') return error
  const output = ['Why the official releases were not used:', ...releaseReasons(missing)].join('\n')
  return new DrydockError({ ...error.detail, output }, { cause: error })
}
