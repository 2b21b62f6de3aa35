import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { DrydockError } from '../contract/errors.ts'
import type { ClusterName } from '../contract/ids.ts'
import type { Lab } from '../contract/lab.ts'
import { noRecord, readRecord } from '../engine/labs/grade/record.ts'
import type { RecordReader } from '../engine/labs/grade/record.ts'
import { gradeLab } from '../engine/labs/grade/grade-lab.ts'
import type { Grade } from '../engine/labs/grade/grade.ts'
import type { CliContext, ExitCode } from './context.ts'
import { EXIT } from './context.ts'
import { dataRootOf, openEnvironment } from './environment.ts'
import { findLab, labsRoot } from './find-labs.ts'
import { openOwnClusters } from './own-clusters.ts'
import { selectContexts } from './select-contexts.ts'
import { gradeSuites, gradeText } from './text/grade-text.ts'
import { junit } from './text/junit.ts'

export interface GradeOptions {
  readonly seed?: string
  readonly kubeconfig?: string
  readonly timeout: number
  readonly data?: string
  readonly labs?: string
  readonly json?: boolean
  readonly junit?: string
}

/** Runs a lab's checks against the cluster as it is; the learner's record fills in what no cluster can tell. */
export async function grade(context: CliContext, wanted: string, options: GradeOptions): Promise<ExitCode> {
  const lab = await findLab(context, labsRoot(context, options.labs), wanted)
  const kubeconfigText =
    options.kubeconfig === undefined ? undefined : await readKubeconfig(context, options.kubeconfig)
  const record = await openRecord(context, lab, options, kubeconfigText)
  try {
    const seed = chooseSeed(lab, options.seed, record)
    const result = await gradeOn(context, lab, { seed, record, options, kubeconfigText })
    await print(context, result, options)
    return EXITS[result.outcome]
  } finally {
    record.dispose()
  }
}

const EXITS = { passed: EXIT.passed, failed: EXIT.notPassed, unknown: EXIT.environment } as const

/** Somebody else's cluster has nothing to do with the record on this machine, unless that record is pointed at. */
async function openRecord(
  context: CliContext,
  lab: Lab,
  { data }: GradeOptions,
  kubeconfigText: string | undefined,
): Promise<RecordReader> {
  if (kubeconfigText === undefined) return await readRecord(dataRootOf(context, data), lab.id)
  if (data === undefined) return noRecord(kubeconfigText)
  return {
    ...(await readRecord(resolve(context.directory, data), lab.id)),
    kubeconfig: noRecord(kubeconfigText).kubeconfig,
  }
}

function chooseSeed(lab: Lab, given: string | undefined, record: RecordReader): string {
  const seed = given ?? record.seed
  if (seed !== undefined || lab.variables.every((variable) => 'value' in variable)) return seed ?? ''
  throw new DrydockError({
    code: 'usage',
    at: lab.id,
    happened: 'This lab draws names and numbers for each learner, and there is no record of whose these are.',
    remedy: "Give --seed, or --data with the learner's data folder.",
  })
}

interface On {
  readonly seed: string
  readonly record: RecordReader
  readonly options: GradeOptions
  readonly kubeconfigText: string | undefined
}

async function gradeOn(context: CliContext, lab: Lab, { seed, record, options, kubeconfigText }: On): Promise<Grade> {
  const run = async (kubeconfigs: ReadonlyMap<ClusterName, string>): Promise<Grade> =>
    await gradeLab({ lab, seed, kubeconfigs, record, timeoutMs: options.timeout, signal: context.signal })
  if (kubeconfigText !== undefined) return await run(selectContexts(kubeconfigText, lab.clusters))
  const { provider } = openEnvironment(context, { data: options.data })
  try {
    return await run(await openOwnClusters(provider, lab, context.signal))
  } finally {
    await provider.dispose() // stops what had to be started for this; what ran before goes on running
  }
}

async function readKubeconfig(context: CliContext, path: string): Promise<string> {
  try {
    return await readFile(resolve(context.directory, path), 'utf8')
  } catch (error) {
    const why =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'There is no such file.' : 'The file cannot be read.'
    throw new DrydockError(
      { code: 'not-found', at: path, happened: why, remedy: 'Give a kubeconfig that kubectl accepts.' },
      { cause: error },
    )
  }
}

async function print(context: CliContext, result: Grade, options: GradeOptions): Promise<void> {
  if (options.junit !== undefined)
    await writeFile(
      resolve(context.directory, options.junit),
      junit(`drydock grade ${result.lab}`, gradeSuites(result)),
    )
  context.out(options.json === true ? `${JSON.stringify(result, null, 2)}\n` : gradeText(result))
}
