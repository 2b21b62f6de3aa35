import { chmod, mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

import { run } from '../../process/run.ts'
import type { Toolset } from '../../tools/toolset.ts'
import type { ClusterFiles } from './cluster-files.ts'
import { COMPONENTS, isController, TOOL_OF, type Component } from './components.ts'

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/**
 * What kwokctl starts instead of a component's own program. It becomes that program (`exec` keeps the pid), but first
 *
 * - opens the component's lifeline and says its pid on it: the pipe is at its end in the moment in which the process
 *   is gone, which tells an engine about a death without asking for it, even an engine that started later;
 * - waits, if it is a controller, at its gate until the API server answers: kwok and the controller manager would
 *   otherwise find nobody there and only look again after one, two, four seconds.
 */
function wrapperScript(program: string, files: ClusterFiles, component: Component): string {
  return [
    '#!/bin/sh',
    `program=${quote(program)}`,
    'case "$1" in --version) exec "$program" "$@" ;; esac',
    `exec 9<>${quote(files.lifeline(component))} || exit 1`,
    'echo "$$" >&9',
    ...(isController(component) ? [`read -r _ <${quote(files.gate(component))}`] : []),
    'exec "$program" "$@"',
    '',
  ].join('\n')
}

/** Puts the wrappers and their pipes in place; those of an older toolset are replaced. */
export async function writeWrappers(toolset: Toolset, files: ClusterFiles): Promise<void> {
  await mkdir(dirname(files.wrapper('etcd')), { recursive: true })
  for (const component of COMPONENTS) {
    const script = wrapperScript(toolset.path(TOOL_OF[component]), files, component)
    await writeFile(files.wrapper(component), script, { mode: 0o755 })
    await chmod(files.wrapper(component), 0o755)
  }
}

/** Makes the pipes anew; only while no component runs. */
export async function makePipes(files: ClusterFiles): Promise<void> {
  const folder = dirname(files.lifeline('etcd'))
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const gates = COMPONENTS.filter(isController).map((component) => files.gate(component))
  await run('mkfifo', [...COMPONENTS.map((component) => files.lifeline(component)), ...gates])
}
