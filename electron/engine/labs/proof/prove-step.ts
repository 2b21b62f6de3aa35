/** One step, tried from its start: nothing done, each mistake, its solution. */

import { toWire } from '../../../contract/errors.ts'
import type { Mistake, Step } from '../../../contract/lab.ts'
import type { CheckStatus, Finding, StepStatus } from '../../../contract/verdict.ts'
import type { Bench } from './bench.ts'
import type { Defect, DefectKind, Trial } from './proof.ts'
import { untilGreen } from './until-green.ts'

export interface StepProof {
  readonly trials: readonly Trial[]
  /** Those of the step as a whole; each trial has its own. */
  readonly defects: readonly Defect[]
}

/** Tries everything and reports each trial; the bench is left with the solution done. */
export async function proveStep(bench: Bench, step: Step, report: (trial: Trial) => void): Promise<StepProof> {
  const trials: Trial[] = []
  const add = (trial: Trial): void => {
    trials.push(trial)
    report(trial)
  }
  add(await tryStart(bench, step))
  for (const mistake of step.mistakes) add(await tryMistake(bench, step, mistake))
  add(await trySolution(bench, step))
  return { trials, defects: neverFailed(step, trials) }
}

async function tryStart(bench: Bench, step: Step): Promise<Trial> {
  const began = bench.clock.now()
  const status = await bench.recheck(step)
  const defects: Defect[] = []
  if (status.outcome === 'passed')
    defects.push(defect('green-before', step, 'The step is green before its solution: every check has passed already.'))
  if (status.outcome === 'unknown') defects.push(...unknowns(step, status))
  return {
    step: step.name,
    of: 'start',
    failed: failedChecks(status),
    defects,
    tookMs: bench.clock.now() - began,
  }
}

async function tryMistake(bench: Bench, step: Step, mistake: Mistake): Promise<Trial> {
  const began = bench.clock.now()
  let flashed = false
  const listening = bench.onStatus(step, ({ outcome }) => (flashed ||= outcome === 'passed'))
  const ran = await runOrSay(bench, step, mistake.commands)
  bench.answer(step, mistake.answers)
  const { status, rest } = await bench.settled(step).finally(() => listening.dispose())
  const defects = [...ran.defects, ...judgeMistake(step, mistake, status, flashed)].map((each) => ({
    ...each,
    mistake: mistake.name,
  }))
  if (mistake.commands.trim() === '') bench.forget(step)
  else await bench.goBack(step, mistake.commands)
  const trial = { step: step.name, of: 'mistake', mistake: mistake.name, failed: failedChecks(status) } as const
  return { ...trial, defects, tookMs: bench.clock.now() - began, ...outputOf(defects, ran.output), ...rest }
}

function judgeMistake(step: Step, mistake: Mistake, status: StepStatus, flashed: boolean): Defect[] {
  if (status.outcome === 'passed')
    return [defect('mistake-passes', step, `The mistake "${mistake.name}" turns the step green.`)]
  if (status.outcome === 'unknown') return unknowns(step, status)
  const missed = mistake.fails.filter((check) => outcomeOf(status, check) !== 'failed')
  const defects = missed.map((check) =>
    defect(
      'mistake-misses',
      step,
      `The mistake "${mistake.name}" should fail the check "${check}", which ${pastOf(status, check)}.`,
      { check },
    ),
  )
  if (flashed)
    defects.push(defect('mistake-passes', step, `The mistake "${mistake.name}" turned the step green for a moment.`))
  return defects
}

async function trySolution(bench: Bench, step: Step): Promise<Trial> {
  const began = bench.clock.now()
  const ran = await runOrSay(bench, step, step.solution)
  if (step.checks.some((check) => check.kind === 'answer')) {
    await bench.rest() // right answers are read from what is there when all is done
    bench.answer(step, bench.rightAnswers(step))
  }
  const turned = await untilGreen(bench, step)
  const { status, rest } =
    turned.outcome === 'passed' ? await bench.settled(step) : { status: turned, rest: await bench.rest() }
  const defects: Defect[] = [...ran.defects]
  if (turned.outcome !== 'passed')
    defects.push(...notGreen(step, turned, 'solution-fails', 'is not right after the solution'))
  else if (status.outcome !== 'passed')
    defects.push(...notGreen(step, status, 'solution-fades', 'was right after the solution, but only for a moment'))
  const trial = { step: step.name, of: 'solution', failed: failedChecks(status) } as const
  return { ...trial, defects, tookMs: bench.clock.now() - began, ...outputOf(defects, ran.output), ...rest }
}

function notGreen(step: Step, status: StepStatus, kind: DefectKind, words: string): Defect[] {
  return status.checks.flatMap(({ check, verdict }) => {
    if (verdict.outcome === 'passed') return []
    const findings = verdict.findings ?? []
    const why = verdict.outcome === 'unknown' ? ` ${verdict.detail}` : firstMessage(findings)
    return [defect(kind, step, `The check "${check}" ${words}.${why}`, { check, findings })]
  })
}

const firstMessage = ([first]: readonly Finding[]): string => (first === undefined ? '' : ` ${first.message}`)

/** A check that has not failed once, solution aside, says nothing about what the learner does. */
function neverFailed(step: Step, trials: readonly Trial[]): Defect[] {
  const failed = new Set(trials.flatMap((trial) => (trial.of === 'solution' ? [] : trial.failed)))
  const silent = step.checks.filter((check) => !failed.has(check.name))
  return silent.map(({ name }) =>
    defect(
      'never-fails',
      step,
      `The check "${name}" fails to discriminate: it failed neither before the solution nor after any mistake.`,
      { check: name },
    ),
  )
}

function unknowns(step: Step, status: StepStatus): Defect[] {
  return status.checks.flatMap(({ check, verdict }) =>
    verdict.outcome === 'unknown'
      ? [defect('cannot-tell', step, `The check "${check}" cannot tell: ${verdict.detail}`, { check })]
      : [],
  )
}

const defect = (kind: DefectKind, step: Step, message: string, more: Partial<Defect> = {}): Defect => ({
  kind,
  step: step.name,
  message,
  ...more,
})

interface Tried {
  readonly output: string
  readonly defects: readonly Defect[]
}

/** Runs the commands; ones that do not come to an end are a defect of the lab, not of this machine. */
async function runOrSay(bench: Bench, step: Step, commands: string): Promise<Tried> {
  if (commands.trim() === '') return { output: '', defects: [] }
  try {
    return { output: (await bench.run(step, commands)).output, defects: [] }
  } catch (error) {
    const { code, happened, output = '' } = toWire(error)
    if (code !== 'command-failed' && code !== 'deadline-passed') throw error
    return { output, defects: [defect('commands-hang', step, happened)] }
  }
}

function outputOf(defects: readonly Defect[], output: string): Pick<Trial, 'output'> {
  if (defects.length === 0 || output.trim() === '') return {}
  return { output: output.trimEnd().split('\n').slice(-OUTPUT_LINES).join('\n') }
}

/** Enough to see what the last commands said. */
const OUTPUT_LINES = 12

const failedChecks = ({ checks }: StepStatus): string[] =>
  checks.filter(({ verdict }) => verdict.outcome === 'failed').map(({ check }) => check)

const find = ({ checks }: StepStatus, name: string): CheckStatus | undefined =>
  checks.find(({ check }) => check === name)
const outcomeOf = (status: StepStatus, name: string) => find(status, name)?.verdict.outcome
const pastOf = (status: StepStatus, name: string): string =>
  outcomeOf(status, name) === 'passed' ? 'passed' : 'cannot tell'
