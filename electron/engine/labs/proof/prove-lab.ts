import { DrydockError, toWire } from '../../../contract/errors.ts'
import type { Capability, Lab, Step } from '../../../contract/lab.ts'
import { personalise } from '../personalise.ts'
import { MISTAKES_WANTED, STATE_KINDS } from '../rules/step-rules.ts'
import { Bench } from './bench.ts'
import type { BenchDeps } from './bench.ts'
import type { Defect, LabProof, ProofEvent, Trial } from './proof.ts'
import { proveStep } from './prove-step.ts'

export interface ProofOptions extends BenchDeps {
  /** What the variables are drawn from. */
  readonly seed: string
  /** Only this step is tried; those before it are brought to their end by their solutions. */
  readonly step?: string
  /** The clusters stay when the proof is done. */
  readonly keep?: boolean
  readonly onEvent?: (event: ProofEvent) => void
}

/**
 * Proves a lab on a real cluster: each step is red at its start, red after each of its mistakes, green after its
 * solution, and each of its checks makes a difference. Rejects when the machine does not play along (no cluster, no
 * tools); whatever is wrong with the lab is in the result.
 */
export async function proveLab(options: ProofOptions): Promise<LabProof> {
  const lab = personalise(options.lab, options.seed)
  requireCapabilities(lab, options.provider.capabilities)
  const bench = new Bench({ ...options, lab })
  const began = bench.clock.now()
  const tell = options.onEvent ?? (() => undefined)
  const run: Run = { bench, tell, trials: [], defects: [], redAtTheEnd: [] }
  try {
    await bench.bringUp()
    const readyAfterMs = bench.clock.now() - began
    tell({ kind: 'ready', lab: lab.id, tookMs: readyAfterMs })
    for (const defect of fewMistakes(lab, options.step)) addDefect(run, defect)
    if (await setUp(run, lab.setup)) await proveSteps(run, options.step)
    const { trials, redAtTheEnd } = run
    const defects = [...run.defects, ...trials.flatMap((trial) => trial.defects)]
    const outcome = defects.length === 0 ? 'proven' : 'refused'
    const tookMs = bench.clock.now() - began
    const proof: LabProof = {
      lab: lab.id,
      title: lab.title,
      seed: options.seed,
      outcome,
      readyAfterMs,
      tookMs,
      trials,
      defects,
      redAtTheEnd,
    }
    tell({ kind: 'done', lab: lab.id, proof })
    return proof
  } finally {
    await bench.takeDown(options.keep === true)
  }
}

interface Run {
  readonly bench: Bench
  readonly tell: (event: ProofEvent) => void
  readonly trials: Trial[]
  readonly defects: Defect[]
  readonly redAtTheEnd: string[]
}

async function proveSteps(run: Run, only: string | undefined): Promise<void> {
  const { bench } = run
  const { lab } = bench
  for (const step of lab.steps) {
    await bench.renew(step)
    if (!(await setUp(run, step.setup, step.name))) return
    await bench.begin(step)
    if (only === undefined || only === step.name) await proveOne(run, step)
    else await bench.finish(step)
    if (only === step.name) return
  }
  const red = lab.steps.filter((step) => bench.status(step).outcome === 'failed')
  run.redAtTheEnd.push(...red.map((step) => step.name))
}

async function proveOne({ bench, tell, trials, defects }: Run, step: Step): Promise<void> {
  const lab = bench.lab.id
  tell({ kind: 'step', lab, step: step.name, title: step.title })
  const proof = await proveStep(bench, step, (trial) => tell({ kind: 'trial', lab, trial }))
  trials.push(...proof.trials)
  for (const defect of proof.defects) addDefect({ tell, defects, bench }, defect)
}

/** The lab's own setup that does not work is a defect of the lab; anything else is the machine's and is thrown on. */
async function setUp(run: Run, commands: string | undefined, step?: string): Promise<boolean> {
  try {
    await run.bench.setUp(commands, `the setup of ${step ?? run.bench.lab.id}`)
    return true
  } catch (error) {
    const { code, happened, output } = toWire(error)
    if (code !== 'command-failed' && code !== 'deadline-passed') throw error
    const more = { ...(step === undefined ? {} : { step }), ...(output === undefined ? {} : { output }) }
    addDefect(run, { kind: 'setup-fails', message: happened, ...more })
    return false
  }
}

function addDefect(run: Pick<Run, 'bench' | 'tell' | 'defects'>, defect: Defect): void {
  run.defects.push(defect)
  run.tell({ kind: 'defect', lab: run.bench.lab.id, defect })
}

/** A step that looks at state can be got wrong in more than one way; its author must have thought of two. */
function fewMistakes(lab: Lab, only: string | undefined): Defect[] {
  const steps = lab.steps.filter((step) => only === undefined || step.name === only)
  const short = steps.filter(
    (step) => step.mistakes.length < MISTAKES_WANTED && step.checks.some((check) => STATE_KINDS.includes(check.kind)),
  )
  return short.map((step) => {
    const message = `The step looks at state and has ${step.mistakes.length} of the ${MISTAKES_WANTED} mistakes that it needs.`
    return { kind: 'few-mistakes', step: step.name, message }
  })
}

function requireCapabilities(lab: Lab, has: readonly Capability[]): void {
  const wanted = new Set([...lab.requires, ...lab.steps.flatMap((step) => step.requires)])
  const missing = [...wanted].filter((capability) => !has.includes(capability))
  if (missing.length === 0) return
  if (missing.join() === 'flux')
    throw new DrydockError({
      code: 'tool-missing',
      at: lab.id,
      happened: 'The lab needs Flux, whose tools are not on this machine yet.',
      remedy: 'Start Drydock with `npm start`, which gets what is missing, and wait until it has.',
    })
  throw new DrydockError({
    code: 'capability-missing',
    at: lab.id,
    happened: `The lab needs ${missing.join(', ')}, which this cluster provider does not have.`,
    remedy: 'Test it where a provider has it.',
  })
}
