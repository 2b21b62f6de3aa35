/** Rules for checks, kind by kind. */

import { RE2JS } from 're2js'
import { checkCel } from '../../checks/cel.ts'
import { checkPattern } from '../../checks/pattern.ts'
import { fill } from '../personalise.ts'
import type { Place } from '../problem.ts'
import { quote, suggest } from '../words.ts'
import type { Rule, RuleContext } from './context.ts'
import { gitCheck } from './git-rules.ts'
import { matchRules, objectRules } from './object-rules.ts'
import { syncedCheck } from './synced-rules.ts'

export function checkRules(check: Place, context: RuleContext): void {
  clusterRule(check.get('cluster'), context)
  const kind = check.get('kind').text ?? ''
  requiresRule(check, kind, context)
  if (Object.hasOwn(BY_KIND, kind)) BY_KIND[kind]?.(check, context)
}

const BY_KIND: Readonly<Record<string, Rule>> = {
  resource: objectCheck,
  absent: objectCheck,
  count: countCheck,
  kubeconfig: kubeconfigCheck,
  ran: ranCheck,
  answer: answerCheck,
  git: gitCheck,
  synced: syncedCheck,
}

/** What a kind of check cannot do without. */
const NEEDS: Readonly<Record<string, string>> = { git: 'git', synced: 'flux' }

function requiresRule(check: Place, kind: string, { problems, requires }: RuleContext): void {
  const need = Object.hasOwn(NEEDS, kind) ? NEEDS[kind] : undefined
  if (need === undefined || requires.includes(need)) return
  problems.error(
    check.get('kind').path,
    `A check of kind ${kind} needs ${need}, which the lab does not require.`,
    `Add ${need} to "requires" of the lab.`,
  )
}

export function clusterRule(cluster: Place, { clusters, problems }: RuleContext): void {
  if (cluster.text === undefined || clusters.length === 0 || clusters.includes(cluster.text)) return
  problems.error(
    cluster.path,
    `The lab has no cluster ${quote(cluster.text)}.`,
    suggest(cluster.text, clusters, 'Its clusters'),
  )
}

function objectCheck(check: Place, context: RuleContext): void {
  objectRules(check.get('object'), context)
  matchRules(check.get('match'), context)
  for (const item of check.get('cel').items)
    celRule(item.text === undefined ? item.get('rule') : item, ['object'], context)
}

function celRule(place: Place, variables: readonly string[], { problems, sample }: RuleContext): void {
  if (place.text === undefined || place.text === '') return
  const filled = fill(place.text, sample)
  const problem = checkCel(filled, variables)
  if (problem === undefined) return
  const within = filled.slice(problem.offset).split('\n')[0] ?? ''
  problems.error(
    place.path,
    `This is not a good CEL expression: ${lowerFirst(problem.message)}`,
    'A rule is CEL, as in object.spec.replicas == 3.',
    within === '' ? {} : { within },
  )
}

const lowerFirst = (text: string): string =>
  /^[A-Z][a-z ]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text

function countCheck(check: Place, context: RuleContext): void {
  objectCheck(check, context)
  const [equals, atLeast, atMost] = [check.get('equals'), check.get('atLeast'), check.get('atMost')]
  if (!equals.given && !atLeast.given && !atMost.given) {
    context.problems.error(check.path, 'This check does not say how many.', 'Add "equals", "atLeast" or "atMost".')
  }
  for (const bound of equals.given ? [atLeast, atMost] : []) {
    if (bound.given)
      context.problems.error(bound.path, `"${bound.path.at(-1)}" says nothing beside "equals".`, 'Keep one of them.', {
        on: 'key',
      })
  }
  if (typeof atLeast.value === 'number' && typeof atMost.value === 'number' && atLeast.value > atMost.value) {
    context.problems.error(
      atMost.path,
      `No number is at least ${atLeast.value} and at most ${atMost.value}.`,
      'Correct one of them.',
    )
  }
  if (equals.value === undefined && atMost.value === undefined && atLeast.value === 0) {
    context.problems.error(atLeast.path, '"atLeast" is 0, so the check cannot fail.', 'Ask for 1 or more.')
  }
  for (const bound of [equals, atLeast, atMost]) drawnBound(bound, context)
}

function drawnBound(bound: Place, { problems, sample }: RuleContext): void {
  const variable = /^\$\{([a-zA-Z0-9]+)\}$/.exec(bound.text ?? '')?.[1]
  const value = variable === undefined ? undefined : sample.get(variable)
  if (value === undefined || /^\d+$/.test(String(value))) return
  problems.error(bound.path, `The variable ${quote(variable ?? '')} is not a whole number.`, 'Draw it with "between".')
}

function kubeconfigCheck(check: Place, { problems }: RuleContext): void {
  const wants = ['currentContext', 'context', 'namespace', 'user', 'exists'].filter((key) => check.get(key).given)
  if (wants.length === 0 || wants.join() === 'context') {
    problems.error(
      check.path,
      'This check wants nothing of the kubeconfig.',
      'Add "currentContext", "namespace", "user" or "exists".',
    )
  }
  if (check.get('exists').given && !check.get('context').given) {
    problems.error(check.get('exists').path, '"exists" does not say which context.', 'Add "context".', { on: 'key' })
  }
  for (const key of check.get('exists').value === false ? ['namespace', 'user'] : []) {
    if (check.get(key).given)
      problems.error(check.get(key).path, `A context that must not exist has no "${key}".`, 'Remove it.', { on: 'key' })
  }
}

function ranCheck(check: Place, { problems, sample }: RuleContext): void {
  const command = check.get('command')
  if (command.text === undefined || command.text === '') return
  const pattern = fill(command.text, sample, (value) => RE2JS.quote(value))
  const problem = checkPattern(pattern)
  if (problem !== undefined) {
    const remedy = problem.includes('Perl syntax')
      ? 'RE2 cannot look around; fit the whole line.'
      : 'Write a \\ before a sign that stands for itself.'
    problems.error(command.path, problem, remedy)
    return
  }
  const example = check.get('example')
  if (example.text === undefined || RE2JS.matches(pattern, fold(fill(example.text, sample)))) return
  problems.error(
    example.path,
    'The example does not fit "command".',
    'Correct one of them; "command" must fit the whole line.',
  )
}

const fold = (line: string): string => line.trim().replace(/\s+/g, ' ')

function answerCheck(check: Place, context: RuleContext): void {
  const { problems } = context
  const [equals, from, choices] = [check.get('equals'), check.get('from'), check.get('choices')]
  if (equals.given && from.given)
    problems.error(from.path, '"from" does not go together with "equals".', 'Keep one of them.', { on: 'key' })
  if (!equals.given && !from.given)
    problems.error(check.path, 'This check does not say which answer is right.', 'Add "equals" or "from".')
  const offered = choices.items.flatMap((choice) => choice.text ?? [])
  for (const [index, choice] of offered.entries()) {
    if (offered.indexOf(choice) < index)
      problems.error([...choices.path, index], `The choice ${quote(choice)} is there twice.`, 'Keep one of them.')
  }
  if (equals.text !== undefined && offered.length > 0 && !offered.includes(equals.text)) {
    problems.error(
      equals.path,
      `The right answer ${quote(equals.text)} is not among the choices.`,
      suggest(equals.text, offered, 'Choices'),
    )
  }
  if (!from.given) return
  objectRules(from.get('object'), context)
  celRule(from.get('value'), from.get('object').get('name').given ? ['object'] : ['objects'], context)
}
