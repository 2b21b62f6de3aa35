/**
 * Gets the fixture's `hello` from a process of its own: `node get-in-process.ts CACHE_ROOT RELEASE_URL SHA256`. Says
 * `waits` on standard error as soon as another process is in the way.
 */
import { getTools } from '../../../../scripts/toolchain/get-tools.ts'
import { hello, releasesOf } from './toolchain-fixture.ts'

const [cacheRoot = '', url = '', sha256 = ''] = process.argv.slice(2)
const releases = releasesOf({ url, packing: { kind: 'plain' }, sha256 })
const phases = new Set<string>()
const onProgress = ({ phase }: { readonly phase: string }): void => {
  if (phase === 'wait' && !phases.has(phase)) process.stderr.write('waits\n')
  phases.add(phase)
}
const tools = await getTools({ cacheRoot, pins: [hello], releases, onProgress })
process.stdout.write(JSON.stringify({ tool: tools.get('hello'), phases: [...phases] }))
