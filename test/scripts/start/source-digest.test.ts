import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sourceDigest } from '../../../scripts/start/source-digest.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'drydock-digest-'))
  for (const folder of ['electron/serve', 'renderer', 'labs', 'test'])
    mkdirSync(join(root, folder), { recursive: true })
  writeFileSync(join(root, 'electron/serve/main.ts'), 'one')
})
afterEach(() => rmSync(root, { recursive: true }))

describe('sourceDigest', () => {
  it('is the same for the same sources, whatever else changes', () => {
    const before = sourceDigest(root)
    writeFileSync(join(root, 'labs/lab.yaml'), 'lab')
    writeFileSync(join(root, 'test/x.test.ts'), 'test')
    writeFileSync(join(root, 'electron/serve/main.ts'), 'one')
    expect(sourceDigest(root)).toBe(before)
  })

  it('changes with a content, a name, a new file and the lock', () => {
    const digests = [sourceDigest(root)]
    writeFileSync(join(root, 'electron/serve/main.ts'), 'two')
    digests.push(sourceDigest(root))
    renameSync(join(root, 'electron/serve/main.ts'), join(root, 'electron/serve/other.ts'))
    digests.push(sourceDigest(root))
    writeFileSync(join(root, 'renderer/app.tsx'), 'two')
    digests.push(sourceDigest(root))
    writeFileSync(join(root, 'package-lock.json'), '{}')
    digests.push(sourceDigest(root))
    expect(new Set(digests).size).toBe(5)
  })
})
