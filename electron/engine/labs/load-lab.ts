/** From a folder to a lab, or to everything that is wrong with it. */

import { basename, join, resolve } from 'node:path'
import type { ErrorDetail } from '../../contract/errors.ts'
import type { Lab } from '../../contract/lab.ts'
import type { KnownLab } from './known-labs.ts'
import { readLabFiles, readLabText } from './lab-folder.ts'
import type { LabFiles } from './lab-folder.ts'
import { labSchema, toLab } from './lab-schema.ts'
import { Place, Problems } from './problem.ts'
import type { Problem } from './problem.ts'
import { readYaml } from './read-yaml.ts'
import { labRules } from './rules/lab-rules.ts'
import type { Located } from './scan-tokens.ts'
import { shapeProblems } from './shape-problems.ts'
import { showHidden } from './words.ts'

export type LoadedLab =
  | {
      readonly ok: true
      readonly lab: Lab
      /** What does not keep it from running, but from shipping. */
      readonly warnings: readonly ErrorDetail[]
    }
  | {
      readonly ok: false
      readonly folder: string
      readonly problems: readonly ErrorDetail[]
      readonly warnings: readonly ErrorDetail[]
    }

export interface LoadOptions {
  /** How messages call the file; the path of `lab.yaml` when not given. */
  readonly shownAs?: string
  /** Finds what came of it before, by `keyOf`; it is read again when not given or not found. */
  readonly known?: (key: string) => KnownLab | undefined
}

/** What the outcome of reading a folder depends on. */
export const keyOf = (version: string, folder: string, shownAs: string): string =>
  JSON.stringify([version, basename(resolve(folder)), shownAs])

/**
 * Reads the lab in `folder`. Never rejects for what is in it: a file that is broken in ten places gives ten problems,
 * each with line and column, in the order of the file.
 */
export async function loadLab(folder: string, options: LoadOptions = {}): Promise<LoadedLab> {
  const shownAs = options.shownAs ?? join(folder, 'lab.yaml')
  const read = await readLabText(folder)
  if ('located' in read) return { ok: false, folder, warnings: [], problems: [detail(shownAs, '', read.located)] }
  const { text } = read
  const files = await readLabFiles(folder, text)
  const known = files.problems.length === 0 ? options.known?.(keyOf(files.version, folder, shownAs)) : undefined
  if (known !== undefined)
    return { ok: true, lab: { ...known.lab, directory: resolve(folder) }, warnings: known.warnings }
  const judged = judge(text, basename(resolve(folder)), files)
  const details = judged.found.map((found) => ({ severity: found.severity, detail: detail(shownAs, text, found) }))
  const of = (severity: Problem['severity']) =>
    details.filter((each) => each.severity === severity).map((each) => each.detail)
  const [problems, warnings] = [of('error'), of('warning')]
  if (problems.length > 0) return { ok: false, folder, problems, warnings }
  const lab = toLab(labSchema.parse(judged.value), { directory: resolve(folder), version: files.version })
  return { ok: true, lab, warnings }
}

type Found = Located & { readonly severity: Problem['severity'] }

/** Everything that is wrong with the text, sorted by place, each thing once. */
export function judge(
  text: string,
  folderName: string,
  files: Pick<LabFiles, 'problems' | 'repositories'> = { problems: [], repositories: [] },
): { found: readonly Found[]; value: unknown } {
  const yaml = readYaml(text)
  if (yaml.located.length > 0)
    return { value: undefined, found: yaml.located.map((located) => ({ ...located, severity: 'error' })) }
  const problems = new Problems()
  labRules(new Place(yaml.value), { name: folderName, repositories: files.repositories }, problems)
  const all = [...yaml.problems, ...shapeProblems(labSchema, yaml.value), ...problems.all, ...files.problems]
  const found = all.map((problem) => ({ ...problem, offset: yaml.offsetOf(problem) }))
  const seen = new Set<string>()
  const unique = found.filter(
    ({ offset, happened }) => !seen.has(`${offset} ${happened}`) && seen.add(`${offset} ${happened}`),
  )
  return { value: yaml.value, found: bounded(unique.toSorted((a, b) => a.offset - b.offset)) }
}

/** Nobody reads more; a file that was made to be broken everywhere must not fill the screen. */
const MAX_SHOWN = 200

function bounded(found: readonly Found[]): readonly Found[] {
  if (found.length <= MAX_SHOWN) return found
  const rest = {
    happened: `There are ${found.length - MAX_SHOWN} more problems in this file.`,
    remedy: 'Begin with those above.',
  }
  return [...found.slice(0, MAX_SHOWN), { severity: 'error', offset: found[MAX_SHOWN]?.offset ?? 0, ...rest }]
}

function detail(shownAs: string, text: string, { offset, happened, remedy }: Located): ErrorDetail {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  const column = offset - before.lastIndexOf('\n')
  const words = { happened: showHidden(happened), remedy: showHidden(remedy) }
  return { code: 'lab-invalid', at: `${shownAs}:${line}:${column}`, ...words, terminal: true }
}
