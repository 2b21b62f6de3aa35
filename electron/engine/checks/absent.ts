import type { AbsentCheck } from '../../contract/lab.ts'
import type { Finding, Verdict } from '../../contract/verdict.ts'
import { brokenBy, compare, fitting } from './candidates.ts'
import { fullName, kindWords, queryName, shortName, showObject, showQuery } from './names.ts'
import type { KubeObject, Observation } from './observation.ts'
import { NOTHING } from './render.ts'
import { broken, failed, lookAt, PASSED } from './verdicts.ts'

/** Objects that are named one by one when more are left over. */
const MAX_NAMED = 20

/** No object fits; else one finding for each that does. */
export function absent(check: AbsentCheck, observation: Observation): Verdict {
  return lookAt(observation.sight(check.object, check.cluster), (objects) => {
    const comparison = compare(check, objects)
    if (comparison.unfit !== undefined) return broken(brokenBy(check, comparison.unfit))
    if (comparison.fits === 0) return PASSED
    const left = fitting(comparison)
    const named = left.slice(0, MAX_NAMED).map((object) => leftOver(check, object))
    return failed(left.length > MAX_NAMED ? [...named, andMore(check, left.length - MAX_NAMED)] : named)
  })
}

function leftOver(check: AbsentCheck, object: KubeObject): Finding {
  const leaving = object.metadata.deletionTimestamp !== undefined
  const place = object.metadata.namespace === undefined ? '' : ` in namespace ${object.metadata.namespace}`
  return {
    object: fullName(object),
    path: '',
    expected: NOTHING,
    found: leaving ? 'being deleted' : shortName(object),
    message: `${shortName(object)}${place} ${leaving ? 'is being deleted but not gone yet' : 'exists'}; it should not${leaving ? ' be there' : ''}.`,
    show: showObject(object, check.cluster),
  }
}

const andMore = (check: AbsentCheck, count: number): Finding => ({
  object: queryName(check.object),
  path: '',
  expected: NOTHING,
  found: `${count} more`,
  message: `There are ${count} more ${kindWords(check.object.kind)} that should not exist.`,
  show: showQuery(check.object, check.cluster),
})
