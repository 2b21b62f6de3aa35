import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { run } from '../../process/run.ts'
import type { Toolset } from '../../tools/toolset.ts'
import type { ClusterFiles } from './cluster-files.ts'
import { COMPONENTS, isController, TOOL_OF, type Component } from './components.ts'

const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`

/**
 * The API server collects garbage less often while it starts, which saves a fifth of its processor time; the limit
 * keeps it at the memory that it would take anyway.
 *
 * kwok runs on one processor: when its workers look at their first objects at the same moment, kwok 0.8.0 may end in
 * `registerTraits` (a map without a lock, `typeValueMap` in github.com/wzshiming/easycel); seen once in some sixty starts.
 */
const ENVIRONMENT: Readonly<Partial<Record<Component, string>>> = {
  'kube-apiserver': 'export GOGC=400 GOMEMLIMIT=320MiB',
  'kwok-controller': 'export GOMAXPROCS=1',
}

/**
 * What kwokctl starts instead of a component's own program. It becomes that program (`exec` keeps the pid), but first
 *
 * - answers for its version, which kwokctl wants of each before it starts any;
 * - notes its pid, opens the component's lifeline and says it there: the pipe is at its end in the moment in which
 *   the process is gone, which tells an engine about a death without asking for it, even an engine that started later;
 * - waits, if it is a controller, at its gate until the API server answers: kwok and the controller manager would
 *   otherwise find nobody there and only look again after one, two, four seconds.
 */
function wrapperScript(toolset: Toolset, files: ClusterFiles, component: Component): string {
  const tool = TOOL_OF[component]
  return [
    '#!/bin/sh',
    `case "$1" in --version) echo ${quote(`${component} ${toolset.version(tool)}`)}; exit 0 ;; esac`,
    `echo "$$" >${quote(files.pid(component))}`,
    `exec 9<>${quote(files.lifeline(component))} || exit 1`,
    'echo "$$" >&9',
    ...(isController(component) ? [`read -r _ <${quote(files.gate(component))}`] : []),
    ENVIRONMENT[component] ?? ':',
    `exec ${quote(toolset.path(tool))} "$@"`,
    '',
  ].join('\n')
}

/**
 * kwokctl asks the API server through kubectl, five times a second, whether it answers yet. The engine waits for that
 * itself, by a watch, so kwokctl is given a kubectl that is content at once.
 */
const KUBECTL_FOR_KWOKCTL = '#!/bin/sh\nexit 0\n'

/** Puts the wrappers in place; those of an older toolset are replaced. */
export async function writeWrappers(toolset: Toolset, files: ClusterFiles): Promise<void> {
  await mkdir(files.bin, { recursive: true })
  // Put in place whole: a shell may still be reading the old one while it waits at a gate.
  const script = async (path: string, text: string): Promise<void> => {
    await writeFile(`${path}.new`, text, { mode: 0o755 })
    await rename(`${path}.new`, path)
  }
  await Promise.all([
    script(files.kubectl, KUBECTL_FOR_KWOKCTL),
    ...COMPONENTS.map((component) => script(files.wrapper(component), wrapperScript(toolset, files, component))),
  ])
}

/** Makes the pipes anew; only while no component runs. */
export async function makePipes(files: ClusterFiles): Promise<void> {
  await mkdir(files.run, { recursive: true })
  const gates = COMPONENTS.filter(isController).map((component) => files.gate(component))
  const pipes = [...COMPONENTS.map((component) => files.lifeline(component)), ...gates]
  // Only these: others of this cluster (Flux's controllers) have noted their pids here.
  await Promise.all(pipes.map((pipe) => rm(pipe, { force: true })))
  await run('mkfifo', pipes)
}
