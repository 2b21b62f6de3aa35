import { copyFile, link, mkdir, readlink, rename, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { ToolName } from '../tools/toolset.ts'
import { cleanPath, findProgram, type Variables } from './environment.ts'
import { writeWhenDifferent } from './files.ts'
import { watchScript } from './watch-script.ts'

/** Tools that a learner types; the others of the toolchain are the engine's own. */
export const LEARNER_TOOLS = ['kubectl', 'kustomize', 'flux'] as const satisfies readonly ToolName[]
type LearnerTool = (typeof LEARNER_TOOLS)[number]

/** What the bin folder needs of a toolset. */
export interface LearnerTools {
  has(tool: LearnerTool): boolean
  path(tool: LearnerTool): string
}

/**
 * Puts links to the tools that are there by now into `bin`, and a `watch` where the system has none. A completion
 * script that an older version of a tool wrote is removed. Doing it again changes nothing.
 */
export async function fillBinFolder(
  folders: { bin: string; completions: string },
  tools: LearnerTools,
  host: Variables,
): Promise<void> {
  const { bin, completions } = folders
  await mkdir(bin, { recursive: true })
  await mkdir(completions, { recursive: true })
  for (const tool of LEARNER_TOOLS) {
    if (!tools.has(tool)) continue
    const linked = await linkTool(tools.path(tool), join(bin, tool))
    if (linked) await rm(join(completions, `${tool}.bash`), { force: true })
  }
  const system = cleanPath(host['PATH'] ?? host['Path'])
  if (findProgram(system, 'watch') === undefined) await writeWhenDifferent(join(bin, 'watch'), watchScript, 0o755)
}

/** Tells whether the link was new or had to change. */
async function linkTool(target: string, place: string): Promise<boolean> {
  if (process.platform === 'win32') {
    await link(target, `${place}.exe`).catch(async () => await copyFile(target, `${place}.exe`))
    return false
  }
  if ((await readlink(place).catch(() => undefined)) === target) return false
  const half = `${place}.${process.pid}`
  await rm(half, { force: true })
  await symlink(target, half)
  await rename(half, place)
  return true
}
