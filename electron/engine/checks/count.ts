import type { CountCheck } from '../../contract/lab.ts'
import type { Finding, Verdict } from '../../contract/verdict.ts'
import { brokenBy, compare, findingsOf, nearest } from './candidates.ts'
import { withoutFlux } from './flux-words.ts'
import { queryName, queryPhrase, showQuery } from './names.ts'
import type { Observation } from './observation.ts'
import { broken, failed, lookAt, PASSED } from './verdicts.ts'

/** Objects that do not fit, of which the findings are told too. */
const MAX_EXPLAINED = 5

/** As many objects fit as the check wants; else their number, and why those that nearly fit do not. */
export function count(check: CountCheck, observation: Observation): Verdict {
  const sight = observation.sight(check.object, check.cluster)
  const fluxless = withoutFlux(check.object, check.cluster, sight)
  if (fluxless !== undefined && least(check) > 0) return failed([fluxless])
  return lookAt(sight, (objects) => {
    const comparison = compare(check, objects)
    const { fits, unfit } = comparison
    if (unfit !== undefined) return broken(brokenBy(check, unfit))
    if (isEnough(check, fits) && !isTooMany(check, fits)) return PASSED
    const lacking = Math.min(Math.max(0, least(check) - fits), MAX_EXPLAINED)
    const unfitting = nearest(comparison, lacking).flatMap((object) => findingsOf(check, object))
    return failed([wrongNumber(check, fits), ...unfitting])
  })
}

const least = ({ equals, atLeast }: CountCheck): number => equals ?? atLeast ?? 0
const isEnough = (check: CountCheck, fits: number): boolean => fits >= least(check)
const isTooMany = ({ equals, atMost }: CountCheck, fits: number): boolean => fits > (equals ?? atMost ?? Infinity)

function wrongNumber(check: CountCheck, fits: number): Finding {
  const expected = wanted(check)
  const condition = check.match === undefined && check.cel.length === 0 ? '' : ' that fit'
  const verb = fits === 1 ? 'is' : 'are'
  const what = queryPhrase(check.object, fits !== 1)
  return {
    object: queryName(check.object),
    path: '',
    expected,
    found: String(fits),
    message: `There ${verb} ${fits === 0 ? 'no' : fits} ${what}${fits === 1 && condition !== '' ? ' that fits' : condition}; there should be ${expected}.`,
    show: showQuery(check.object, check.cluster),
  }
}

function wanted({ equals, atLeast, atMost }: CountCheck): string {
  if (equals !== undefined) return String(equals)
  if (atLeast !== undefined && atMost !== undefined) return `${atLeast} to ${atMost}`
  return atLeast === undefined ? `at most ${atMost ?? 0}` : `at least ${atLeast}`
}
