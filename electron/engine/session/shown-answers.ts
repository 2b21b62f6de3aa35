import type { AnswerCheck, Check, Step } from '../../contract/lab.ts'
import type { StepStatus, Verdict } from '../../contract/verdict.ts'
import { answerFrom, asText } from '../checks/answer.ts'
import type { LabRuntime } from './lab-runtime.ts'

/**
 * A shown solution includes the answers to the step's questions: by check, those that are not right yet. What is read
 * from the cluster may have to wait for the commands of the solution, so this is asked again after each verdict.
 */
export function shownAnswers(step: Step, status: StepStatus | undefined, runtime: LabRuntime): Map<string, string> {
  const answers = new Map<string, string>()
  for (const check of step.checks) {
    if (check.kind !== 'answer' || verdictOf(status, check)?.outcome === 'passed') continue
    const answer = step.answers[check.name] ?? check.equals ?? readAnswer(check, runtime)
    if (answer !== undefined) answers.set(check.name, answer)
  }
  return answers
}

export const verdictOf = (status: StepStatus | undefined, { name }: Check): Verdict | undefined =>
  status?.checks.find(({ check }) => check === name)?.verdict

function readAnswer({ from, cluster }: AnswerCheck, runtime: LabRuntime): string | undefined {
  if (from === undefined) return undefined
  const sight = runtime.watchSets.get(cluster ?? runtime.firstCluster)?.sight(from.object)
  if (sight === undefined || !('objects' in sight)) return undefined
  const outcome = answerFrom(from, sight.objects)
  return 'value' in outcome ? asText(outcome.value) : undefined
}
