import { describe, expect, it } from 'vitest'
import { missingLines } from '../../scripts/complete-lock.ts'

describe('missingLines', () => {
  it('is nothing when each optional dependency has its line, at the top or within its parent', () => {
    const packages = {
      '': { optionalDependencies: { a: '1.0.0' } },
      'node_modules/a': { version: '1.0.0', optionalDependencies: { b: '2.0.0' } },
      'node_modules/a/node_modules/b': { version: '2.0.0' },
    }
    expect(missingLines({ packages })).toEqual({})
  })

  it('gives each missing one the version that its parent wants and the platform that its name says', () => {
    const versions = {
      '@x/darwin-arm64': '3.0.0',
      'x-linux-x64-musl': '3.0.0',
      'x-win32-ia32-msvc': '3.0.0',
      'x-linux-arm64-gnu': '3.0.0',
    }
    const packages = { 'node_modules/x': { version: '3.0.0', dev: true, optionalDependencies: versions } }
    const line = { version: '3.0.0', dev: true, optional: true }
    expect(missingLines({ packages })).toEqual({
      'node_modules/@x/darwin-arm64': { ...line, os: ['darwin'], cpu: ['arm64'] },
      'node_modules/x-linux-x64-musl': { ...line, os: ['linux'], cpu: ['x64'], libc: ['musl'] },
      'node_modules/x-win32-ia32-msvc': { ...line, os: ['win32'], cpu: ['ia32'] },
      'node_modules/x-linux-arm64-gnu': { ...line, os: ['linux'], cpu: ['arm64'], libc: ['glibc'] },
    })
  })
})
