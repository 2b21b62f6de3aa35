import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
let tree: string

/** Every file breaks one rule of this repository. */
const FILES: Readonly<Record<string, string>> = {
  'electron/engine/clean.ts': 'export const clean = 1\n',
  'electron/engine/BadName.ts': 'export const named = 1\n',
  'electron/engine/default-export.ts': 'export default 1\n',
  'electron/engine/floating.ts': 'const work = async (): Promise<void> => {}\nwork()\nvoid work()\n',
  'electron/engine/misused.ts': 'export const all = (list: number[]): void => list.forEach(async () => {})\n',
  'electron/engine/clock.ts': 'export const now = (): number => Date.now()\nsetTimeout(now, 1)\n',
  'electron/engine/any.ts': 'export const loose = (value: any): unknown => value\n',
  'electron/engine/bang.ts': 'export const first = (list: string[]): string => list[0]!\n',
  'electron/engine/one.ts': `import { two } from './two.ts'\nexport const one = (): unknown => two\n`,
  'electron/engine/two.ts': `import { one } from './one.ts'\nexport const two = (): unknown => one\n`,
  'electron/engine/exit.ts': 'process.exit(1)\n',
  'electron/engine/later.ts': '// xxx: later\nexport const later = 1\n',
  'electron/engine/ignored.ts': '// @ts-ignore\nexport const wrong: string = 1\n',
  'electron/engine/long.ts': Array.from({ length: 251 }, (_, index) => `export const name${index} = ${index}\n`).join(
    '',
  ),
  'test/mocked.test.ts': `import { vi } from 'vitest'\nvi.mock('node:fs')\n`,
}

beforeAll(async () => {
  tree = await mkdtemp(join(tmpdir(), 'drydock-rules-'))
  for (const [file, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(tree, file)), { recursive: true })
    await writeFile(join(tree, file), text)
  }
  await cp(join(root, '.oxlintrc.json'), join(tree, '.oxlintrc.json'))
  const options = {
    strict: true,
    module: 'nodenext',
    target: 'es2024',
    noUncheckedIndexedAccess: true,
    allowImportingTsExtensions: true,
    noEmit: true,
  }
  await writeFile(join(tree, 'tsconfig.json'), JSON.stringify({ compilerOptions: { ...options, types: ['node'] } }))
  await symlink(join(root, 'node_modules'), join(tree, 'node_modules'))
})
afterAll(() => rm(tree, { recursive: true }))

interface Report {
  readonly diagnostics: readonly { readonly code: string; readonly filename: string }[]
}

/** `file: rule, rule` as the linter of this repository sees them. */
async function lint(): Promise<Readonly<Record<string, readonly string[]>>> {
  const { promise, resolve } = Promise.withResolvers<string>()
  const program = join(root, 'node_modules/oxlint/bin/oxlint')
  execFile(process.execPath, [program, '--type-aware', '--format', 'json'], { cwd: tree }, (_error, stdout) =>
    resolve(stdout),
  )
  const { diagnostics } = JSON.parse(await promise) as Report
  const byFile = Object.groupBy(diagnostics, (diagnostic) => diagnostic.filename)
  return Object.fromEntries(
    Object.entries(byFile).map(([file, list = []]) => [file, [...new Set(list.map((each) => each.code))].toSorted()]),
  )
}

describe('the lint rules', () => {
  it('refuse what this repository does not want', async () => {
    expect(await lint()).toEqual({
      'electron/engine/BadName.ts': ['unicorn(filename-case)'],
      'electron/engine/default-export.ts': ['import(no-default-export)'],
      'electron/engine/floating.ts': ['typescript(no-floating-promises)'],
      'electron/engine/misused.ts': ['typescript(no-misused-promises)'],
      'electron/engine/clock.ts': ['eslint(no-restricted-globals)', 'eslint(no-restricted-properties)'],
      'electron/engine/any.ts': ['typescript(no-explicit-any)'],
      'electron/engine/bang.ts': ['typescript(no-non-null-assertion)'],
      'electron/engine/one.ts': ['import(no-cycle)'],
      'electron/engine/two.ts': ['import(no-cycle)'],
      'electron/engine/exit.ts': ['unicorn(no-process-exit)'],
      'electron/engine/later.ts': ['eslint(no-warning-comments)'],
      'electron/engine/ignored.ts': ['typescript(ban-ts-comment)'],
      'electron/engine/long.ts': ['eslint(max-lines)'],
      'test/mocked.test.ts': ['eslint(no-restricted-properties)'],
    })
  })
})
