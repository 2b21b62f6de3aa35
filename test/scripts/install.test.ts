import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { installDependencies, missingPackages, nodeForSources } from '../../scripts/install.mjs'
import { checkPrograms } from '../../scripts/prerequisites.mjs'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'drydock-install-'))
  mkdirSync(join(root, 'node_modules'))
})
afterEach(() => rmSync(root, { recursive: true }))

type Packages = Readonly<
  Record<string, { readonly version: string; readonly integrity?: string; readonly optional?: boolean }>
>
const lock = (packages: Packages): void =>
  writeFileSync(
    join(root, 'package-lock.json'),
    JSON.stringify({ packages: { '': { version: '0.1.0' }, ...packages } }),
  )
const installed = (packages: Packages): void =>
  writeFileSync(join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages }))

const a = { version: '1.0.0', integrity: 'sha512-a' }
const b = { version: '2.0.0', integrity: 'sha512-b' }

describe('missingPackages', () => {
  it('is everything when nothing is installed', () => {
    lock({ 'node_modules/a': a, 'node_modules/b': b })
    expect(missingPackages(root)).toEqual(['node_modules/a', 'node_modules/b'])
  })

  it('is nothing when the lock is met, optional ones of other platforms apart', () => {
    lock({ 'node_modules/a': a, 'node_modules/b': { ...b, optional: true } })
    installed({ 'node_modules/a': a })
    expect(missingPackages(root)).toEqual([])
  })

  it.each([
    ['has another version', { ...a, version: '1.0.1' }],
    ['has other content', { ...a, integrity: 'sha512-x' }],
  ])('names a package that %s', (_what, other) => {
    lock({ 'node_modules/a': a })
    installed({ 'node_modules/a': other })
    expect(missingPackages(root)).toEqual(['node_modules/a'])
  })
})

describe('installDependencies', () => {
  it('does nothing when nothing is missing', async () => {
    lock({ 'node_modules/a': a })
    installed({ 'node_modules/a': a })
    const lines: string[] = []
    await installDependencies(root, { print: (line) => lines.push(line) })
    expect(lines).toEqual([])
  })

  it('says what to do when npm fails', async () => {
    lock({ 'node_modules/a': a })
    const lines: string[] = []
    const failure = installDependencies(root, { print: (line) => lines.push(line), quiet: true }).catch(
      (error: unknown) => error,
    )
    expect(String(await failure)).toMatch(/^Error: npm ci ended with exit code \d+\. Check the network/)
    expect(lines).toEqual(['Installing the locked dependencies (1 packages are missing or differ) …'])
  })
})

describe('nodeForSources', () => {
  it('is this Node, which is new enough', () => {
    expect(nodeForSources(root)).toBe(process.execPath)
  })
})

describe('checkPrograms', () => {
  const run = (): string => 'version 1'
  const nothing = (): string => {
    throw new Error('ENOENT')
  }

  it('accepts a machine with Node 20 and git', () => {
    expect(() => checkPrograms({ nodeVersion: '20.0.0', run })).not.toThrow()
  })

  it('says everything that has to be installed at once', () => {
    expect(() => checkPrograms({ nodeVersion: '18.19.0', run: nothing })).toThrow(
      'Node 18.19.0 is too old. Install Node 20 or newer (https://nodejs.org).\n' +
        'git was not found. Install git (https://git-scm.com) and put it on the PATH.',
    )
  })
})
