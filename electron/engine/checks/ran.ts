import type { RanCheck } from '../../contract/lab.ts'
import type { Finding, Verdict } from '../../contract/verdict.ts'
import { editDistance } from './nearest.ts'
import type { Observation, RanCommand } from './observation.ts'
import { checkPattern, compilePattern } from './pattern.ts'
import { NOTHING } from './render.ts'
import { broken, failed, PASSED, unrecorded } from './verdicts.ts'

/** A command was run in the lab's terminal. */
export function ran(check: RanCheck, { commands }: Observation): Verdict {
  if (commands === null) return unrecorded('There is no record of the commands that were run')
  const problem = checkPattern(check.command)
  if (problem !== undefined) return broken(problem)
  const pattern = compilePattern(check.command)
  const matching = commands.filter((command) => pattern.matches(foldBlanks(command.commandLine)))
  if (matching.some((command) => hasWantedExit(check, command))) return PASSED
  const last = matching.at(-1)
  return failed([last === undefined ? notRun(check, commands) : wrongExit(check, last)])
}

const foldBlanks = (line: string): string => line.trim().replaceAll(/\s+/g, ' ')

const hasWantedExit = (check: RanCheck, command: RanCommand): boolean =>
  check.exitCode === undefined || command.exitCode === check.exitCode

function wrongExit(check: RanCheck, command: RanCommand): Finding {
  const line = foldBlanks(command.commandLine)
  const message = `"${line}" was run and ended with exit code ${command.exitCode}; it should end with ${check.exitCode}.`
  return findingOf(check, `exit code ${check.exitCode}`, `exit code ${command.exitCode}`, message)
}

function notRun(check: RanCheck, commands: readonly RanCommand[]): Finding {
  const expected = check.example ?? check.command
  const nearest = nearestTo(expected, commands)
  const message =
    nearest === undefined
      ? `Nothing was run in the terminal since this step began; ${wish(check)}.`
      : `No command that was run is the one; "${nearest}" came nearest. ${capital(wish(check))}.`
  return findingOf(check, expected, nearest ?? NOTHING, message)
}

const wish = ({ example }: RanCheck): string =>
  example === undefined ? 'one is to be run for this check' : `"${example}" would do`

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

/** The line that is most like the wanted one; the later of two. */
function nearestTo(expected: string, commands: readonly RanCommand[]): string | undefined {
  let nearest: string | undefined
  let fewest = Infinity
  for (const line of new Set(commands.map((command) => foldBlanks(command.commandLine)).slice(-MAX_COMPARED))) {
    const edits = editDistance(line.slice(0, MAX_LINE), expected.slice(0, MAX_LINE))
    if (edits <= fewest) [nearest, fewest] = [line, edits]
  }
  return nearest
}

/** Lines, and characters of each, that are compared to find the nearest. */
const MAX_COMPARED = 50
const MAX_LINE = 200

function findingOf(check: RanCheck, expected: string, found: string, message: string): Finding {
  return {
    object: 'terminal',
    path: '',
    expected,
    found,
    message,
    ...(check.example === undefined ? {} : { show: check.example }),
  }
}
