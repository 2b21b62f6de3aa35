/** `npm run lint`: everything a reviewer's machine checks without running the product, all of it at once. */
import { spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { parseArgs } from 'node:util'

const root = join(import.meta.dirname, '..')
const bin = join(root, 'node_modules', '.bin')

interface Check {
  readonly title: string
  readonly command: readonly [string, ...string[]]
}

const checks: readonly Check[] = [
  { title: 'rules', command: ['oxlint', '--type-aware', '--deny-warnings'] },
  { title: 'types', command: ['tsc', '-b'] },
  { title: 'layers', command: [process.execPath, 'scripts/check-layers.ts'] },
  {
    title: 'format',
    command: ['prettier', '--check', '--log-level=warn', '**/*.{ts,tsx,mjs,js,css,html,json}', '.*.{mjs,json}'],
  },
  { title: 'lock', command: [process.execPath, 'scripts/complete-lock.ts', '--check'] },
  { title: 'labs', command: [process.execPath, 'electron/cli/main.ts', 'lab', 'validate', '--strict'] },
  ...(existsSync(join(root, 'scripts/generate-schema.ts'))
    ? [{ title: 'lab schema', command: [process.execPath, 'scripts/generate-schema.ts', '--check'] } satisfies Check]
    : []),
]

async function run({ title, command: [file, ...args] }: Check): Promise<boolean> {
  const started = performance.now()
  const environment = { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH']}` }
  const child = spawn(file, args, { cwd: root, env: environment, shell: process.platform === 'win32' })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  const code = await new Promise<number>((resolve, reject) => child.on('error', reject).on('close', resolve))
  const took = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${code === 0 ? '✓' : '✗'} ${title} (${took} s)${code === 0 ? '' : `\n${output.trimEnd()}\n`}`)
  return code === 0
}

const results = await Promise.all(checks.map(run))
const passed = results.filter(Boolean).length
const failed = results.length - passed
const { values } = parseArgs({ options: { report: { type: 'string' } } })
if (values.report !== undefined) writeFileSync(values.report, JSON.stringify({ passed, failed, skipped: 0 }))
process.exitCode = failed === 0 ? 0 : 1
