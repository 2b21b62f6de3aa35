import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { DrydockError } from '../contract/errors.ts'
import type { Lab } from '../contract/lab.ts'
import type { LabProof } from '../engine/labs/proof/proof.ts'
import { proveLab } from '../engine/labs/proof/prove-lab.ts'
import { suggest } from '../engine/labs/words.ts'
import type { CliContext, ExitCode } from './context.ts'
import { EXIT } from './context.ts'
import { openEnvironment } from './environment.ts'
import type { Environment } from './environment.ts'
import { findLab, labFolders, labsRoot, loadPath } from './find-labs.ts'
import { eventText, proofSuite } from './text/proof-text.ts'
import { junit } from './text/junit.ts'
import { counted, seconds } from './text/table.ts'

export interface LabTestOptions {
  readonly labs?: string
  readonly step?: string
  readonly keep?: boolean
  readonly json?: boolean
  readonly junit?: string
  readonly seed: string
  /** How many labs at the same time. */
  readonly jobs?: number
}

/** Proves labs on clusters of their own, in a data folder of their own; the learner's is not touched. */
export async function testLabs(
  context: CliContext,
  wanted: readonly string[],
  options: LabTestOptions,
): Promise<ExitCode> {
  const labs = await chooseLabs(context, wanted, options)
  const dataRoot = await mkdtemp(join(tmpdir(), 'drydock-test-'))
  const environment = openEnvironment(context, { data: dataRoot, isPassing: true })
  try {
    const proofs = await proveAll({ context, environment, labs, options })
    await report(context, proofs, options)
    return proofs.every((proof) => proof.outcome === 'proven') ? EXIT.passed : EXIT.notPassed
  } finally {
    await environment.provider.dispose()
    if (options.keep !== true) await rm(dataRoot, { recursive: true, force: true })
    else context.err(`Kept in ${dataRoot}; "drydock cluster down --all --data ${dataRoot}" ends it.\n`)
  }
}

/** All labs of the folder when none is named. Every named one is looked up before anything is started. */
async function chooseLabs(
  context: CliContext,
  wanted: readonly string[],
  { labs, step }: LabTestOptions,
): Promise<readonly Lab[]> {
  const root = labsRoot(context, labs)
  const chosen =
    wanted.length > 0
      ? await Promise.all(wanted.map((each) => findLab(context, root, each)))
      : await allLabs(context, root)
  if (step === undefined) return chosen
  const [only, ...others] = chosen
  if (only === undefined || others.length > 0)
    throw usage('--step needs exactly one lab.', 'Name the lab whose step it is.')
  const names = only.steps.map((each) => each.name)
  if (!names.includes(step)) throw usage(`The lab ${only.id} has no step "${step}".`, suggest(step, names, 'Steps'))
  return chosen
}

async function allLabs(context: CliContext, root: string): Promise<readonly Lab[]> {
  const loaded = await Promise.all((await labFolders(context, root)).map((folder) => loadPath(context, folder)))
  return loaded
    .map((each) => {
      if (each.ok) return each.lab
      throw each.problems[0] === undefined ? new Error('a broken lab has problems') : new DrydockError(each.problems[0])
    })
    .toSorted((a, b) => a.order - b.order)
}

const usage = (happened: string, remedy: string): DrydockError => new DrydockError({ code: 'usage', happened, remedy })

interface Proving {
  readonly context: CliContext
  readonly environment: Environment
  readonly labs: readonly Lab[]
  readonly options: LabTestOptions
}

/** A cluster takes half a gigabyte of memory. */
const MOST_JOBS = 4

/** So many labs at once as there is room for; what they print does not get mixed up. */
async function proveAll(proving: Proving): Promise<LabProof[]> {
  const { labs, options } = proving
  const jobs = Math.min(labs.length, options.jobs ?? Math.min(availableParallelism(), MOST_JOBS))
  const proofs = new Map<Lab, LabProof>()
  const waiting = [...labs]
  const work = async (): Promise<void> => {
    for (let lab = waiting.shift(); lab !== undefined; lab = waiting.shift())
      proofs.set(lab, await proveOne(proving, lab, jobs === 1))
  }
  try {
    await Promise.all(Array.from({ length: jobs }, work))
  } catch (error) {
    waiting.length = 0 // one that cannot be tested here: the others would end the same way
    throw error
  }
  return labs.flatMap((lab) => proofs.get(lab) ?? [])
}

async function proveOne({ context, environment, options }: Proving, lab: Lab, isAlone: boolean): Promise<LabProof> {
  const print = options.json === true ? context.err : context.out
  let held = ''
  if (!isAlone) context.err(`${lab.id} begins\n`)
  const proof = await proveLab({
    lab,
    ...environment,
    signal: context.signal,
    seed: options.seed,
    ...(options.step === undefined ? {} : { step: options.step }),
    ...(options.keep === undefined ? {} : { keep: options.keep }),
    onEvent: (event) => {
      if (isAlone) print(eventText(event))
      else held += eventText(event)
    },
  })
  print(held)
  return proof
}

async function report(context: CliContext, proofs: readonly LabProof[], options: LabTestOptions): Promise<void> {
  if (options.junit !== undefined)
    await writeFile(resolve(context.directory, options.junit), junit('drydock lab test', proofs.map(proofSuite)))
  if (options.json === true) {
    context.out(`${JSON.stringify({ labs: proofs }, null, 2)}\n`)
    return
  }
  const refused = proofs.filter((proof) => proof.outcome === 'refused')
  const took = seconds(proofs.reduce((sum, proof) => sum + proof.tookMs, 0))
  const end = refused.length === 0 ? 'all proven' : `refused: ${refused.map((proof) => proof.lab).join(', ')}`
  context.out(`${counted(proofs.length, 'lab')} in ${took}, ${end}.\n`)
}
