import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { pinDigests } from '../../../scripts/toolchain/pin-digests.ts'
import type { Release } from '../../../scripts/toolchain/releases.ts'
import { whole } from './helpers/release-server.ts'
import { createToolchainFixture, hello, sha256, type ToolchainFixture } from './helpers/toolchain-fixture.ts'

let fixture: ToolchainFixture

beforeEach(async () => {
  fixture = await createToolchainFixture()
})

afterEach(async () => {
  await fixture[Symbol.asyncDispose]()
})

async function pin(release: Omit<Release, 'packing' | 'url'>) {
  const file = join(fixture.scratch, 'release-digests.ts')
  const timing = { answerMs: 1_000, silenceMs: 1_000, firstPauseMs: 1 }
  const downloads = { fetch, timing, unreachableHosts: new Map<string, string>() }
  const releases = {
    hello: () => ({ url: 'https://host.test/hello', packing: { kind: 'plain' } as const, ...release }),
  }
  const report = await pinDigests(downloads, [hello], releases, file)
  const { RELEASE_DIGESTS } = (await import(file)) as { RELEASE_DIGESTS: unknown }
  return { report, digests: RELEASE_DIGESTS, source: await readFile(file, 'utf8') }
}

const published = (format: 'digest' | 'lines') => ({ url: `${fixture.server.url}/sum`, format })

describe('pinDigests', () => {
  it.each([
    ['digest', `${sha256('tool')}\n`],
    ['lines', `${sha256('other')}  other\n${sha256('tool')} *hello\n`],
  ] as const)('pins what upstream publishes as %s', async (format, text) => {
    fixture.server.serve('/sum', whole(text))
    const { report, digests } = await pin({ checksum: published(format) })
    expect(digests).toEqual({ 'https://host.test/hello': sha256('tool') })
    expect(report).toEqual({ pinned: ['https://host.test/hello'], notPinned: [] })
  })

  it('keeps a pinned digest when upstream cannot be asked', async () => {
    const { digests } = await pin({ checksum: published('digest'), sha256: sha256('tool') })
    expect(digests).toEqual({ 'https://host.test/hello': sha256('tool') })
  })

  it('leaves out what upstream publishes no checksum of, and says so', async () => {
    const { report, digests } = await pin({})
    expect(digests).toEqual({})
    expect(report.notPinned).toEqual(['upstream publishes no checksum of https://host.test/hello'])
  })

  it('refuses to replace a pinned digest by another one', async () => {
    fixture.server.serve('/sum', whole(sha256('swapped')))
    await expect(pin({ checksum: published('digest'), sha256: sha256('tool') })).rejects.toThrow(
      `https://host.test/hello is pinned to ${sha256('tool')}, and upstream now publishes ${sha256('swapped')}.`,
    )
  })
})
