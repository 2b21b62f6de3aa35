import type { ErrorDetail } from '../contract/errors.ts'
import type { LoadedLab } from '../engine/labs/load-lab.ts'
import type { CliContext, ExitCode } from './context.ts'
import { EXIT } from './context.ts'
import { labFolders, labsRoot, loadPath } from './find-labs.ts'
import { problemLine } from './text/failure-text.ts'
import { counted } from './text/table.ts'

export interface ValidateOptions {
  readonly labs?: string
  readonly json?: boolean
  /** Warnings count as errors: what a lab must have to ship. */
  readonly strict?: boolean
}

/** One line for each problem of each lab, as `path/lab.yaml:LINE:COLUMN: what is wrong`. */
export async function validateLabs(
  context: CliContext,
  paths: readonly string[],
  options: ValidateOptions,
): Promise<ExitCode> {
  const places = paths.length === 0 ? [labsRoot(context, options.labs)] : paths
  const folders = (await Promise.all(places.map((path) => labFolders(context, path)))).flat()
  const results = await Promise.all(folders.map(async (folder) => await loadPath(context, folder)))
  const problems = results.flatMap((result) => (result.ok ? [] : result.problems))
  const warnings = results.flatMap(({ warnings: own }) => own)
  const isGood = problems.length === 0 && (options.strict !== true || warnings.length === 0)
  if (options.json === true)
    context.out(
      `${JSON.stringify({ labs: folders.map((folder, index) => asJson(folder, results[index])) }, null, 2)}\n`,
    )
  else printText(context, { checked: folders.length, problems, warnings })
  return isGood ? EXIT.passed : EXIT.usage
}

const asJson = (folder: string, result: LoadedLab | undefined) => ({
  folder,
  valid: result?.ok ?? false,
  problems: result === undefined || result.ok ? [] : result.problems,
  warnings: result?.warnings ?? [],
})

interface Found {
  readonly checked: number
  readonly problems: readonly ErrorDetail[]
  readonly warnings: readonly ErrorDetail[]
}

function printText(context: CliContext, { checked, problems, warnings }: Found): void {
  for (const problem of problems) context.out(`${problemLine(problem)}\n`)
  for (const warning of warnings) context.out(`${problemLine(warning, 'warning')}\n`)
  const found = [
    problems.length === 0 ? '' : counted(problems.length, 'problem'),
    warnings.length === 0 ? '' : counted(warnings.length, 'warning'),
  ].filter(Boolean)
  context.err(`${counted(checked, 'lab')} read: ${found.length === 0 ? 'all good' : found.join(', ')}.\n`)
}
