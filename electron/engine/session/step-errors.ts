import { DrydockError } from '../../contract/errors.ts'
import type { Lab, Step } from '../../contract/lab.ts'

export function noSuchStep(lab: Lab, name: string): DrydockError {
  const known = lab.steps.map((each) => each.name).join(', ')
  const happened = `There is no step "${name}" in this lab.`
  return new DrydockError({ code: 'not-found', at: lab.id, happened, remedy: `Its steps are ${known}.` })
}

export function noSuchQuestion(step: Step, check: string): DrydockError {
  const happened = `There is no question "${check}" in this step.`
  return new DrydockError({ code: 'not-found', at: step.name, happened, remedy: 'Reload the page.' })
}

export function stepLocked(step: Step): DrydockError {
  const remedy = 'Finish the steps before it, or let Drydock show you one of them.'
  return new DrydockError({ code: 'refused', happened: `"${step.title}" is not open yet.`, remedy })
}

export function notBegun(step: Step): DrydockError {
  const happened = 'This step has not begun.'
  return new DrydockError({ code: 'refused', at: step.name, happened, remedy: 'Open the step first.' })
}

export function notKept(step: Step): DrydockError {
  const happened = `The start of "${step.title}" was not kept.`
  return new DrydockError({ code: 'not-found', happened, remedy: 'Go back to another step, or reset the lab.' })
}

export function noRepositories(lab: Lab): DrydockError {
  const happened = `"${lab.title}" has no repositories.`
  return new DrydockError({ code: 'not-found', happened, remedy: 'Open a lab of the GitOps track.' })
}

export const labClosed = (): DrydockError =>
  new DrydockError({ code: 'cancelled', happened: 'The lab was closed.', remedy: 'Open it again to go on.' })
