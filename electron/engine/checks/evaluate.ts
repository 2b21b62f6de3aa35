import type { Check, CheckKind } from '../../contract/lab.ts'
import type { Verdict } from '../../contract/verdict.ts'
import { absent } from './absent.ts'
import { answer } from './answer.ts'
import { count } from './count.ts'
import { git } from './git.ts'
import { kubeconfig } from './kubeconfig.ts'
import type { Observation } from './observation.ts'
import { ran } from './ran.ts'
import { resource } from './resource.ts'
import { synced } from './synced.ts'

type Evaluators = {
  readonly [K in CheckKind]: (check: Extract<Check, { kind: K }>, observation: Observation) => Verdict
}

/** One evaluator per kind of check; a kind that is left out does not compile. */
const EVALUATORS: Evaluators = { resource, absent, count, kubeconfig, ran, answer, git, synced }

/**
 * The verdict of one check on what was observed. Depends on nothing else, so that it can be given again on a record;
 * time (`holdFor`) and memory (`latched`) are the reconciler's.
 */
export function evaluate(check: Check, observation: Observation): Verdict {
  const evaluator = EVALUATORS[check.kind] as (check: Check, observation: Observation) => Verdict
  return evaluator(check, observation)
}
