import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build, type BuildOptions } from 'esbuild'

export interface Bundle {
  readonly name: 'serve' | 'cli' | 'shell'
  /** Relative to the root of the repository; built when they are there. */
  readonly entries: readonly string[]
  readonly options: BuildOptions
}

/** Bundled ESM needs these for the CommonJS packages in it. */
const COMMONJS_HELPERS = [
  `import { createRequire as makeRequire } from 'node:module'`,
  `const require = makeRequire(import.meta.url)`,
  `const __filename = import.meta.filename`,
  `const __dirname = import.meta.dirname`,
].join('\n')

/** Native: found in `node_modules` at run time. */
const NATIVE = ['@lydell/node-pty']

const forNode: BuildOptions = {
  format: 'esm',
  target: 'node22.13',
  // What is loaded late stays in files of its own, so that the server listens before the engine is read.
  splitting: true,
  outExtension: { '.js': '.mjs' },
  chunkNames: '[name]-[hash]',
  external: NATIVE,
  banner: { js: COMMONJS_HELPERS },
}

/** For the oldest Electron that the tests run in: Node 16, CommonJS. */
const forElectron: BuildOptions = {
  format: 'cjs',
  target: 'node16',
  outExtension: { '.js': '.cjs' },
  external: ['electron'],
}

export const BUNDLES: readonly Bundle[] = [
  { name: 'serve', entries: ['electron/serve/main.ts'], options: forNode },
  { name: 'cli', entries: ['electron/cli/main.ts'], options: forNode },
  { name: 'shell', entries: ['electron/shell/main.ts', 'electron/shell/preload.ts'], options: forElectron },
]

/** Builds one bundle into `dist/NAME`; what was there stays until the new one is whole. */
export async function buildBundle(root: string, { name, entries, options }: Bundle): Promise<void> {
  const finished = join(root, 'dist', name)
  const outdir = `${finished}.new`
  const entryPoints = entries.map((entry) => join(root, entry)).filter((entry) => existsSync(entry))
  await rm(outdir, { recursive: true, force: true })
  await build({
    ...options,
    entryPoints,
    outdir,
    bundle: true,
    platform: 'node',
    // Identifiers stay: a stack in the log is read by them, and keeping the names otherwise costs time at every start.
    minifyWhitespace: true,
    minifySyntax: true,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'silent',
    logLimit: 5,
    absWorkingDir: root,
  })
  await rm(finished, { recursive: true, force: true })
  await rename(outdir, finished)
}
