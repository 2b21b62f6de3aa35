import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from './disk-error.ts'
import type { ToolPin } from './pins.ts'
import type { Platform } from './platform.ts'
import type { Release } from './releases.ts'

const KEY_LENGTH = 16

/**
 * Names everything that decides what a tool's bytes are, so that a changed pin is a different place in the store and an
 * old binary is never taken for a new one. How it was got is not part of it: a pinned release and a build of the same
 * pin are both that tool.
 */
export async function contentKey(tool: ToolPin, platform: Platform, release: Release | undefined): Promise<string> {
  const [goMod, goSum] = await Promise.all(['go.mod', 'go.sum'].map((name) => readModuleFile(tool, name)))
  const { name, version, module } = tool
  const { ldflags } = module
  const pinned = release?.sha256 === undefined ? null : { url: release.url, sha256: release.sha256 }
  const { inputs } = module.preparation ?? {}
  const prepared = inputs && (await Promise.all(inputs.map((file) => readFile(file, 'utf8'))))
  const decisive = { name, version, platform, package: tool.package, ldflags, goMod, goSum, pinned, prepared }
  const content = JSON.stringify(decisive)
  return createHash('sha256').update(content).digest('hex').slice(0, KEY_LENGTH)
}

/** A module that depends on nothing has no go.sum. */
async function readModuleFile(tool: ToolPin, name: string): Promise<string> {
  try {
    return await readFile(join(tool.module.directory, name), 'utf8')
  } catch (error) {
    if (name === 'go.sum' && codeOf(error) === 'ENOENT') return ''
    throw error
  }
}
