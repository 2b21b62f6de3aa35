/** The proof of a lab as a person reads it: one line for each thing that was tried. */

import type { Defect, LabProof, ProofEvent, Trial } from '../../engine/labs/proof/proof.ts'
import { indent } from './failure-text.ts'
import type { JunitCase, JunitSuite } from './junit.ts'
import { counted, seconds } from './table.ts'

const WIDTH = 60

/** What an event adds to the output; empty when it adds nothing. */
export function eventText(event: ProofEvent): string {
  switch (event.kind) {
    case 'ready':
      return `${line('', event.lab, 'ready in', event.tookMs)}\n`
    case 'step':
      return `  ${event.step}: ${event.title}\n`
    case 'trial':
      return trialText(event.trial)
    case 'defect':
      return defectText(event.defect, event.defect.step === undefined ? '    ✗ ' : `    ✗ ${event.defect.step}: `)
    case 'done':
      return doneText(event.proof)
  }
}

function trialText(trial: Trial): string {
  const mark = trial.defects.length === 0 ? '✓' : '✗'
  const defects = trial.defects.map((each) => defectText(each, '      ')).join('')
  const printed = trial.output === undefined ? '' : outputText(trial.output)
  const restless = trial.restless === undefined ? '' : `      not at rest: ${trial.restless}\n`
  return `${line(`    ${mark} `, trialTitle(trial), '', trial.tookMs)}\n${defects}${printed}${restless}`
}

function trialTitle({ of, mistake, failed, defects }: Trial): string {
  const isGood = defects.length === 0
  if (of === 'start') return isGood ? 'red before its solution' : 'not red before its solution'
  if (of === 'solution') return isGood ? 'green after its solution' : 'solution'
  return isGood ? `red with ${mistake} (${failed.join(', ')})` : `mistake ${mistake}`
}

function defectText({ message, findings = [], output }: Defect, prefix: string): string {
  const more = findings.slice(1).map((finding) => `        ${finding.message}\n`)
  return `${prefix}${message}\n${more.join('')}${output === undefined ? '' : outputText(output)}`
}

const outputText = (output: string): string => `${indent(output, '        | ')}\n`

function doneText({ lab, outcome, defects, tookMs, redAtTheEnd }: LabProof): string {
  const red =
    redAtTheEnd.length === 0 ? '' : `  (when all is done, later steps have undone: ${redAtTheEnd.join(', ')})\n`
  const verdict = outcome === 'proven' ? `${lab} is proven` : `${lab} is refused: ${counted(defects.length, 'defect')}`
  return `${red}${line(outcome === 'proven' ? '✓ ' : '✗ ', verdict, '', tookMs)}\n\n`
}

/** Text on the left, a time on the right. */
function line(start: string, text: string, words: string, tookMs: number): string {
  const left = `${start}${text}`
  return `${left.padEnd(WIDTH)}  ${words === '' ? '' : `${words} `}${seconds(tookMs)}`
}

export function proofSuite(proof: LabProof): JunitSuite {
  const trials = proof.trials.map(trialCase)
  const others = proof.defects.filter((defect) => !proof.trials.some((trial) => trial.defects.includes(defect)))
  return { name: proof.lab, cases: [...others.map(defectCase), ...trials] }
}

function trialCase(trial: Trial): JunitCase {
  const what =
    trial.of === 'start'
      ? 'red before its solution'
      : trial.of === 'solution'
        ? 'green after its solution'
        : `red with ${trial.mistake}`
  const [first] = trial.defects
  const text = [...trial.defects.map((each) => each.message), trial.output ?? ''].filter(Boolean).join('\n')
  const failure = first === undefined ? {} : { failure: { message: first.message, text } }
  return { name: `${trial.step}: ${what}`, seconds: trial.tookMs / 1000, ...failure }
}

const defectCase = (defect: Defect): JunitCase => ({
  name: [defect.step, defect.kind].filter(Boolean).join(': '),
  failure: { message: defect.message, text: defect.output ?? defect.message },
})
