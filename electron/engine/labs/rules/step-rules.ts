/** Rules for what belongs together within a step. */

import type { Place } from '../problem.ts'
import { quote, suggest } from '../words.ts'
import { checkRules, clusterRule } from './check-rules.ts'
import { uniqueNames } from './context.ts'
import type { RuleContext } from './context.ts'
import { instructionRules } from './instruction-rules.ts'

/** Kinds of check that look at a state which can be wrong in more than one way. */
export const STATE_KINDS: readonly string[] = ['resource', 'absent', 'count', 'kubeconfig', 'git', 'synced']
/** How many named wrong answers a step with state needs before it may ship. */
export const MISTAKES_WANTED = 2

export function stepRules(step: Place, ofLab: RuleContext): void {
  const own = step.get('requires').items.flatMap((capability) => capability.text ?? [])
  const context = { ...ofLab, requires: [...ofLab.requires, ...own] }
  const checks = step.get('checks').items
  uniqueNames(checks, 'checks', context)
  uniqueNames(step.get('mistakes').items, 'mistakes', context)
  for (const check of checks) checkRules(check, context)
  freshClusterRules(step.get('freshClusters'), context)
  instructionRules(step.get('instructions'), context)
  answersRule(step.get('answers'), checks, context)
  for (const mistake of step.get('mistakes').items) mistakeRules(mistake, checks, context)
  enoughMistakes(step, checks, context)
  solutionRule(step, checks, context)
  hintRule(step, checks, context)
}

function freshClusterRules(clusters: Place, context: RuleContext): void {
  const names = clusters.items.map((cluster) => cluster.text)
  for (const [index, cluster] of clusters.items.entries()) {
    clusterRule(cluster, context)
    if (cluster.text !== undefined && names.indexOf(cluster.text) < index)
      context.problems.error(cluster.path, `The cluster ${quote(cluster.text)} is named twice.`, 'Keep one of them.')
  }
}

const namesOf = (checks: readonly Place[], kinds?: readonly string[]): string[] =>
  checks
    .filter((check) => kinds?.includes(check.get('kind').text ?? '') ?? true)
    .flatMap((check) => check.get('name').text ?? [])

function answersRule(answers: Place, checks: readonly Place[], { problems }: RuleContext): void {
  const asked = namesOf(checks, ['answer'])
  for (const { key, place } of answers.fields) {
    const check = checks.find((each) => each.get('name').text === key)
    if (!asked.includes(key)) {
      const happened =
        check === undefined ? `There is no check ${quote(key)} in this step.` : `The check ${quote(key)} asks nothing.`
      problems.error(place.path, happened, suggest(key, asked, 'Checks of kind answer'), { on: 'key' })
      continue
    }
    const choices = check?.get('choices').items.flatMap((choice) => choice.text ?? []) ?? []
    if (choices.length === 0 || place.text === undefined || choices.includes(place.text)) continue
    problems.error(
      place.path,
      `The answer ${quote(place.text)} is not among the choices.`,
      suggest(place.text, choices, 'Choices'),
    )
  }
}

function mistakeRules(mistake: Place, checks: readonly Place[], context: RuleContext): void {
  const known = namesOf(checks)
  const named = mistake.get('fails').items
  for (const [index, name] of named.entries()) {
    if (name.text === undefined) continue
    if (!known.includes(name.text)) {
      context.problems.error(
        name.path,
        `There is no check ${quote(name.text)} in this step.`,
        suggest(name.text, known, 'Its checks'),
      )
    } else if (named.findIndex((each) => each.text === name.text) < index) {
      context.problems.error(name.path, `The check ${quote(name.text)} is named twice.`, 'Keep one of them.')
    }
  }
  answersRule(mistake.get('answers'), checks, context)
  if ((mistake.get('commands').text ?? '').trim() === '' && mistake.get('answers').fields.length === 0) {
    context.problems.error(mistake.path, 'This mistake does nothing.', 'Add "commands" or "answers".')
  }
}

function enoughMistakes(step: Place, checks: readonly Place[], { problems }: RuleContext): void {
  const count = step.get('mistakes').items.length
  if (count >= MISTAKES_WANTED || namesOf(checks, STATE_KINDS).length === 0) return
  const place = step.get('mistakes').given ? step.get('mistakes') : step.get('name')
  const has = count === 0 ? 'no mistakes' : `${count} mistake`
  problems.warn(
    place.path,
    `The step has ${has}, but it looks at state.`,
    `Add ${MISTAKES_WANTED - count} more that must stay red.`,
  )
}

function solutionRule(step: Place, checks: readonly Place[], { problems }: RuleContext): void {
  const needed = checks.some((check) => check.get('kind').given && check.get('kind').text !== 'answer')
  if (!needed || (step.get('solution').text ?? 'wrong type').trim() !== '') {
    if (!needed || step.get('solution').given) return
  }
  problems.error(step.get('solution').path, 'The step has no "solution".', 'Add the commands that make it pass.')
}

function hintRule(step: Place, checks: readonly Place[], { problems }: RuleContext): void {
  const cost = sum(step.get('hints').items.map((hint) => hint.get('cost').value))
  const points = sum(checks.map((check) => check.get('points').value ?? 1))
  if (cost <= Math.max(points, 0)) return
  problems.warn(
    step.get('hints').path,
    `The hints cost ${cost} points, but the step gives ${points}.`,
    'Make them cheaper.',
  )
}

const sum = (values: readonly unknown[]): number =>
  values.reduce<number>((total, value) => total + (typeof value === 'number' ? value : 0), 0)
