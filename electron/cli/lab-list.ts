import type { Lab } from '../contract/lab.ts'
import type { BrokenLab } from '../contract/protocol.ts'
import { openLabLibrary } from '../engine/labs/lab-library.ts'
import type { CliContext, ExitCode } from './context.ts'
import { EXIT } from './context.ts'
import { labsRoot } from './find-labs.ts'
import { problemLine } from './text/failure-text.ts'
import { counted, table } from './text/table.ts'

export interface ListOptions {
  readonly labs?: string
  readonly json?: boolean
}

/** Every lab in the order of the catalogue. Broken ones are named and do not hide the others. */
export async function listLabs(context: CliContext, options: ListOptions): Promise<ExitCode> {
  const library = await openLabLibrary(labsRoot(context, options.labs), { watch: false })
  const { labs, broken } = library
  if (options.json === true) context.out(`${JSON.stringify({ labs: labs.map(asJson), broken }, null, 2)}\n`)
  else printText(context, labs, broken)
  return broken.length === 0 ? EXIT.passed : EXIT.usage
}

const asJson = (lab: Lab) => ({
  id: lab.id,
  title: lab.title,
  summary: lab.summary,
  track: lab.track,
  order: lab.order,
  minutes: lab.minutes,
  steps: lab.steps.map(({ name, title }) => ({ name, title })),
  points: pointsOf(lab),
  requires: lab.requires,
  clusters: lab.clusters,
  version: lab.version,
  directory: lab.directory,
})

const pointsOf = (lab: Lab): number =>
  lab.steps.flatMap((step) => step.checks).reduce((sum, check) => sum + check.points, 0)

function printText(context: CliContext, labs: readonly Lab[], broken: readonly BrokenLab[]): void {
  const rows = labs.map((lab) => [lab.id, lab.title, counted(lab.steps.length, 'step'), `${lab.minutes} min`])
  context.out(rows.length === 0 ? 'There are no labs here.\n' : table(rows))
  for (const { problems } of broken) {
    const [first, ...others] = problems
    if (first === undefined) continue
    const more = others.length === 0 ? '' : ` (and ${counted(others.length, 'more problem')}: drydock lab validate)`
    context.err(`${problemLine(first)}${more}\n`)
  }
}
