import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** How a Node that is new enough for the engine is started. */
export interface EngineRuntime {
  readonly file: string
  readonly environment: Readonly<Record<string, string>>
}

export interface RuntimeSurroundings {
  /** Of Electron's own Node. */
  readonly nodeVersion: string
  readonly execPath: string
  /** Where `node_modules` lies. */
  readonly appRoot: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly platform: string
  readonly arch: string
}

/** The engine needs `node:sqlite` without a flag. */
const OLDEST_NODE = [22, 13] as const

/**
 * Electron's own Node where it is new enough; else the one named by `DRYDOCK_NODE`, or the one among the dependencies.
 * Undefined when there is none.
 */
export function findEngineRuntime(around: RuntimeSurroundings): EngineRuntime | undefined {
  if (isNewEnough(around.nodeVersion)) return { file: around.execPath, environment: { ELECTRON_RUN_AS_NODE: '1' } }
  const named = around.environment['DRYDOCK_NODE']
  const os = around.platform === 'win32' ? 'win' : around.platform
  const name = around.platform === 'win32' ? 'node.exe' : 'node'
  const packaged = [`node-${os}-${around.arch}`, `node-bin-${os}-${around.arch}`].map((each) =>
    join(around.appRoot, 'node_modules', each, 'bin', name),
  )
  const file = [...(named === undefined ? [] : [named]), ...packaged].find((each) => existsSync(each))
  return file === undefined ? undefined : { file, environment: {} }
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])
}
