import { execFile } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sourceDigest } from './source-digest.ts'

export interface BuildOptions {
  readonly print: (line: string) => void
  readonly signal?: AbortSignal
}

/** Builds `dist/` unless it was built from just these sources. */
export async function buildIfChanged(root: string, { print, signal }: BuildOptions): Promise<void> {
  const digest = sourceDigest(root)
  const stamp = join(root, 'dist', 'built-from')
  if ((await readFile(stamp, 'utf8').catch(() => '')) === digest) return
  print('Building the app …')
  await rm(stamp, { force: true })
  const output = await runBuild(root, signal)
  await mkdir(join(root, 'dist'), { recursive: true })
  await writeFile(stamp, digest)
  print(output.trim())
}

/** In a process of its own: the bundlers take a few hundred megabytes that would otherwise stay. */
function runBuild(root: string, signal: AbortSignal | undefined): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const options = { cwd: root, maxBuffer: 10_000_000, ...(signal === undefined ? {} : { signal }) }
  execFile(process.execPath, [join(root, 'scripts/build.ts')], options, (error, stdout, stderr) => {
    if (error === null) resolve(stdout)
    else if (signal?.aborted === true) reject(signal.reason)
    else reject(new Error(`The build failed.\n${stdout}${stderr}`.trimEnd()))
  })
  return promise
}
