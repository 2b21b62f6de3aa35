import type { Finding } from '../../contract/verdict.ts'
import type { CheckGrade, Grade, StepGrade } from '../../engine/labs/grade/grade.ts'
import type { JunitCase, JunitSuite } from './junit.ts'
import { counted } from './table.ts'

const MARKS = { passed: '✓', failed: '✗', unknown: '?' } as const
const WIDTH = 60

/** What was earned, step by step and check by check, with every finding. */
export function gradeText(grade: Grade): string {
  const steps = grade.steps.map((step, index) => stepText(step, index + 1)).join('')
  return `${grade.title} (${grade.lab})\n${steps}\n${totalText(grade)}\n`
}

function stepText(step: StepGrade, number: number): string {
  const left = `  ${MARKS[step.outcome]} ${number} ${step.title}`
  const help = step.shown ? ', the solution was shown' : step.hintCost > 0 ? `, hints cost ${step.hintCost}` : ''
  const checks = step.checks.map(checkText).join('')
  return `${left.padEnd(WIDTH)}  ${step.earned} of ${step.possible}${help}\n${checks}`
}

function checkText({ title, points, earned, verdict }: CheckGrade): string {
  const line = `      ${MARKS[verdict.outcome]} ${title}`.padEnd(WIDTH)
  if (verdict.outcome === 'passed') return `${line}  ${earned}\n`
  if (verdict.outcome === 'unknown')
    return `${line}  not graded (${counted(points, 'point')})\n          ${verdict.detail}\n`
  return `${line}  0 of ${points}\n${verdict.findings.map(findingText).join('')}`
}

function findingText({ message, show }: Finding): string {
  return `          ${message}\n${show === undefined ? '' : `          $ ${show}\n`}`
}

function totalText({ earned, possible, outcome, undecided, steps }: Grade): string {
  const checks = steps.flatMap((step) => step.checks)
  const count = (wanted: string): number => checks.filter(({ verdict }) => verdict.outcome === wanted).length
  const unknown =
    count('unknown') === 0
      ? ''
      : ` ${counted(count('unknown'), 'check')} could not tell; ${counted(undecided, 'point')} not graded.`
  const ends = {
    passed: 'Everything has passed.',
    failed: `${counted(count('failed'), 'check')} failed.`,
    unknown: 'This is not a grade yet.',
  }
  return `Earned ${earned} of ${possible}. ${ends[outcome]}${unknown}`
}

export function gradeSuites(grade: Grade): readonly JunitSuite[] {
  return grade.steps.map((step) => ({ name: `${grade.lab}: ${step.title}`, cases: step.checks.map(checkCase) }))
}

function checkCase({ title, verdict }: CheckGrade): JunitCase {
  if (verdict.outcome === 'passed') return { name: title }
  if (verdict.outcome === 'unknown') return { name: title, error: { message: verdict.reason, text: verdict.detail } }
  const text = verdict.findings.map(({ message }) => message).join('\n')
  return { name: title, failure: { message: verdict.findings[0]?.message ?? 'failed', text } }
}
