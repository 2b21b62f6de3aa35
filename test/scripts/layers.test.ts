import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { checkLayers } from '../../scripts/layers/check-layers.ts'

const trees: string[] = []
afterEach(async () => {
  for (const tree of trees.splice(0)) await rm(tree, { recursive: true })
})

/** A repository with just these files. */
async function treeOf(files: Readonly<Record<string, string>>): Promise<string> {
  const tree = await mkdtemp(join(tmpdir(), 'drydock-layers-'))
  trees.push(tree)
  const all = { 'package.json': JSON.stringify({ dependencies: { ws: '1', execa: '1', zod: '1' } }), ...files }
  for (const [file, text] of Object.entries(all)) {
    await mkdir(dirname(join(tree, file)), { recursive: true })
    await writeFile(join(tree, file), text)
  }
  return tree
}

const check = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> =>
  checkLayers(await treeOf(files))
const thing = 'export interface Thing { readonly size: number }\nexport const thing = 1\n'
const use = (name: string): string => `import * as primitive from '${name}'\nexport const used = primitive\n`

describe('the layer check', () => {
  it('accepts arrows that go up the list', async () => {
    const found = await check({
      'electron/contract/thing.ts': thing,
      'electron/engine/thing.ts': `export { thing } from '../contract/thing.ts'\n`,
      'electron/engine/process/run.ts': use('execa'),
      'electron/serve/main.ts': `${use('ws')}export { thing } from '../engine/thing.ts'\n`,
      'electron/shell/main.ts': `${use('electron')}export type { Thing } from '../contract/thing.ts'\n`,
      'renderer/main.tsx': `export { thing } from '../electron/contract/thing.ts'\nexport const page = <p />\n`,
      'scripts/a.mjs': `import '../package.json'\nimport 'esbuild'\n`,
    })
    expect(found).toEqual([])
  })

  it('refuses every arrow that goes down or across', async () => {
    const arrows = ['contract→engine', 'engine→serve', 'engine→cli', 'serve→shell', 'cli→serve', 'shell→engine']
    const files: Record<string, string> = {}
    for (const [from, to] of arrows.map((arrow) => arrow.split('→'))) {
      files[`electron/${to}/thing.ts`] = thing
      files[`electron/${from}/${to}.ts`] = `export { thing } from '../${to}/thing.ts'\n`
    }
    expect(await check(files)).toEqual([
      'electron/cli/serve.ts:1: imports electron/serve/thing.ts. electron/cli imports only electron/cli, electron/contract, electron/engine.',
      'electron/contract/engine.ts:1: imports electron/engine/thing.ts. electron/contract imports only electron/contract.',
      'electron/engine/cli.ts:1: imports electron/cli/thing.ts. electron/engine imports only electron/engine, electron/contract.',
      'electron/engine/serve.ts:1: imports electron/serve/thing.ts. electron/engine imports only electron/engine, electron/contract.',
      'electron/serve/shell.ts:1: imports electron/shell/thing.ts. electron/serve imports only electron/serve, electron/contract, electron/engine.',
      'electron/shell/engine.ts:1: imports electron/engine/thing.ts. electron/shell imports only electron/shell, electron/contract.',
    ])
  })

  it('sees an import in whatever form it comes, and on which line', async () => {
    const found = await check({
      'electron/engine/thing.ts': thing,
      'renderer/a.tsx': [
        `import type { Thing } from '../electron/engine/thing.ts'`,
        `import { type Thing as Second } from '../electron/engine/thing.ts'`,
        `export type Third = import('../electron/engine/thing.ts').Thing`,
        `export type { Thing as Fourth } from '../electron/engine/thing.ts'`,
        `/* ⎈ */ export * from '../electron/engine/thing.ts'`,
        `export const late = async (): Promise<unknown> => {`,
        `  const own: Thing | Second = { size: 1 }`,
        `  return [own, <p>⎈</p>, await import('../electron/engine/thing.ts')]`,
        `}`,
      ].join('\n'),
    })
    expect(found.map((line) => line.slice(0, line.indexOf(' ')))).toEqual(
      [1, 2, 3, 4, 5, 8].map((line) => `renderer/a.tsx:${line}:`),
    )
  })

  it('refuses a dangerous primitive outside its wrapper and names the wrapper', async () => {
    const found = await check({
      'electron/engine/a.ts': use('electron'),
      'electron/engine/b.ts': use('ws'),
      'electron/engine/c.ts': use('execa'),
      'electron/engine/d.ts': use('child_process'),
      'electron/engine/e.ts': use('@lydell/node-pty'),
      'electron/serve/f.ts': use('node:child_process'),
      'renderer/g.ts': use('electron'),
      'scripts/h.ts': use('node:vm'),
    })
    expect(found).toEqual([
      'electron/engine/a.ts:1: imports electron. Use window.drydock (electron/contract/bridge.ts) instead.',
      'electron/engine/b.ts:1: imports ws. Use a session (electron/serve/session.ts) instead.',
      'electron/engine/c.ts:1: imports execa. Use run (electron/engine/process/run.ts) instead.',
      'electron/engine/d.ts:1: imports child_process. Use run (electron/engine/process/run.ts) instead.',
      'electron/engine/e.ts:1: imports @lydell/node-pty. Use terminals (electron/engine/terminal/terminals.ts) instead.',
      'electron/serve/f.ts:1: imports node:child_process. Use run (electron/engine/process/run.ts) instead.',
      'renderer/g.ts:1: imports electron. Use window.drydock (electron/contract/bridge.ts) instead.',
      'scripts/h.ts:1: imports node:vm. Use nothing of the kind instead.',
    ])
  })

  it('refuses what does not run where the file runs', async () => {
    const found = await check({
      'electron/contract/a.ts': use('zod'),
      'electron/contract/b.ts': use('node:fs'),
      'electron/engine/c.ts': use('esbuild'),
      'electron/engine/d.ts': `export { gone } from './gone.ts'\n`,
      'electron/shell/e.ts': use('zod'),
      'renderer/f.ts': use('node:fs'),
    })
    expect(found).toEqual([
      'electron/contract/a.ts:1: imports zod. electron/contract takes no such package.',
      'electron/contract/b.ts:1: imports node:fs. electron/contract runs without Node.',
      'electron/engine/c.ts:1: imports esbuild, which does not ship: list it under dependencies.',
      'electron/engine/d.ts:1: imports electron/engine/gone.ts, which does not exist.',
      'electron/shell/e.ts:1: imports zod. electron/shell takes no such package.',
      'renderer/f.ts:1: imports node:fs. renderer runs without Node.',
    ])
  })

  it('ends with 1 and the problems when it is run as a program', async () => {
    const tree = await treeOf({ 'electron/contract/a.ts': use('zod') })
    const program = join(import.meta.dirname, '../../scripts/check-layers.ts')
    const outcome = await promisify(execFile)(process.execPath, [program, tree]).catch((error: unknown) => error)
    expect(outcome).toMatchObject({
      code: 1,
      stderr: 'electron/contract/a.ts:1: imports zod. electron/contract takes no such package.\n',
    })
  })
})
