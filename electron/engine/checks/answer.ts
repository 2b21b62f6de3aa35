import type { AnswerCheck, ObjectQuery } from '../../contract/lab.ts'
import type { Finding, Verdict } from '../../contract/verdict.ts'
import { compileCel, type CelOutcome } from './cel.ts'
import { missingObject } from './missing-object.ts'
import { queryName, showQuery } from './names.ts'
import type { KubeObject, Observation } from './observation.ts'
import { NOTHING, render } from './render.ts'
import { broken, failed, lookAt, PASSED, unrecorded } from './verdicts.ts'

/** What the learner typed is what the author wrote, or what the cluster shows. */
export function answer(check: AnswerCheck, observation: Observation): Verdict {
  const typed = observation.answer(check.name)
  if (typed === null) return unrecorded('There is no record of answers')
  if (typed === undefined || typed.trim() === '') return failed([notAnswered(check)])
  if (check.from === undefined) return compare(check, typed, check.equals ?? '')
  const { object, value } = check.from
  return lookAt(observation.sight(object, check.cluster), (objects) => {
    if (objects.length === 0 && object.name !== undefined)
      return failed([missingObject(object, check.cluster, observation)])
    const outcome = answerFrom({ object, value }, objects)
    if ('value' in outcome) return compare(check, typed, asText(outcome.value))
    return 'broken' in outcome
      ? broken(`The answer cannot be read with ${value}: ${outcome.broken.replace(/\.$/, '')}.`)
      : failed([noValue(object, outcome)])
  })
}

/** What the cluster shows as the answer: `value` over `object`, or over `objects` where the query has no name. */
export function answerFrom(
  { object, value }: { readonly object: ObjectQuery; readonly value: string },
  objects: readonly KubeObject[],
): CelOutcome {
  const variable = object.name === undefined ? 'objects' : 'object'
  const compiled = compileCel(value, [variable])
  if ('broken' in compiled) return compiled
  return compiled.program.run({ [variable]: variable === 'objects' ? objects : objects[0] })
}

/** An answer as a person would type it; a list as its parts with commas. */
export function asText(value: unknown): string {
  if (Array.isArray(value)) return value.map(asText).join(', ')
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

function compare(check: AnswerCheck, typed: string, right: string): Verdict {
  if (isSame(typed, right)) return PASSED
  return failed([
    {
      object: 'your answer',
      path: '',
      expected: 'the right answer',
      found: render(typed.trim()),
      message: `"${typed.trim()}" is not the right answer.`,
      ...(check.from === undefined ? {} : { show: showQuery(check.from.object, check.cluster) }),
    },
  ])
}

/** Case, blanks around and between words, the way a number is written and the order of a list do not matter. */
function isSame(typed: string, right: string): boolean {
  const [one, other] = [parts(typed), parts(right)]
  return one.length === other.length && one.every((part, index) => part === other[index])
}

const parts = (text: string): readonly string[] => text.split(',').map(plain).toSorted()

function plain(text: string): string {
  const folded = text.trim().replaceAll(/\s+/g, ' ').toLowerCase()
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/.test(folded) ? String(Number(folded)) : folded
}

const notAnswered = ({ question }: AnswerCheck): Finding => ({
  object: 'your answer',
  path: '',
  expected: `an answer to: ${question}`,
  found: NOTHING,
  message: 'The question is not answered yet.',
})

function noValue(
  query: ObjectQuery,
  outcome: Extract<CelOutcome, { missing: string } | { unusable: string }>,
): Finding {
  const [path, why] =
    'missing' in outcome ? [outcome.path ?? '', `${outcome.missing} is not set`] : ['', outcome.unusable]
  return {
    object: queryName(query),
    path,
    expected: 'something',
    found: NOTHING,
    message: `There is no right answer yet: ${why} in ${queryName(query)}.`,
    show: showQuery(query, undefined),
  }
}
