import type { ResourceCheck } from '../../contract/lab.ts'
import type { Verdict } from '../../contract/verdict.ts'
import { brokenBy, compare, findingsOf, nearest } from './candidates.ts'
import { withoutFlux } from './flux-words.ts'
import { missingObject } from './missing-object.ts'
import type { Observation } from './observation.ts'
import { broken, failed, lookAt, PASSED } from './verdicts.ts'

/** At least one object fits; else the findings of the one that comes nearest. */
export function resource(check: ResourceCheck, observation: Observation): Verdict {
  const sight = observation.sight(check.object, check.cluster)
  const fluxless = withoutFlux(check.object, check.cluster, sight)
  if (fluxless !== undefined) return failed([fluxless])
  return lookAt(sight, (objects) => {
    if (objects.length === 0) return failed([missingObject(check.object, check.cluster, observation)])
    const comparison = compare(check, objects)
    if (comparison.fits > 0) return PASSED
    if (comparison.unfit !== undefined) return broken(brokenBy(check, comparison.unfit))
    return failed(nearest(comparison, 1).flatMap((object) => findingsOf(check, object)))
  })
}
