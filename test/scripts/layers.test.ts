import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const trees: string[] = []

/** What the layer check says about a repository with just these files: one `rule: from → to` a line. */
async function check(files: Record<string, string>): Promise<string[]> {
  const tree = await mkdtemp(join(tmpdir(), 'drydock-layers-'))
  trees.push(tree)
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(tree, file)), { recursive: true })
    await writeFile(join(tree, file), text)
  }
  await symlink(join(root, 'node_modules'), join(tree, 'node_modules'))
  await writeFile(join(tree, 'package.json'), JSON.stringify({ dependencies: { ws: '1', execa: '1', zod: '1' } }))
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
  const args = [
    program,
    '--config',
    join(root, '.dependency-cruiser.mjs'),
    '--output-type',
    'err',
    'electron',
    'renderer',
    'scripts',
  ]
  for (const folder of ['electron', 'renderer', 'scripts']) await mkdir(join(tree, folder), { recursive: true })
  const { promise, resolve } = Promise.withResolvers<string>()
  execFile(process.execPath, args, { cwd: tree, env: { ...process.env, NO_COLOR: '1' } }, (_error, stdout) =>
    resolve(stdout),
  )
  return [...(await promise).matchAll(/^ +error (\S+): (\S+) →\s+(\S+)/gm)]
    .map(([, rule, from, to]) => `${rule}: ${from} → ${to?.replace(/^.*node_modules\/([^/]+)\/.*$/, '$1')}`)
    .toSorted()
}

afterEach(async () => {
  for (const tree of trees.splice(0)) await rm(tree, { recursive: true, force: true })
})

const thing = 'export interface Thing { readonly size: number }\nexport const thing = 1\n'

describe('the layer check', () => {
  it('accepts arrows that go up the list', async () => {
    const found = await check({
      'electron/contract/thing.ts': thing,
      'electron/engine/thing.ts': `export { thing } from '../contract/thing.ts'\n`,
      'electron/serve/main.ts': `import { WebSocketServer } from 'ws'\nimport { thing } from '../engine/thing.ts'\nexport const all = [WebSocketServer, thing]\n`,
      'electron/engine/process/run.ts': `export { execa } from 'execa'\n`,
      'renderer/main.ts': `export { thing } from '../electron/contract/thing.ts'\n`,
    })
    expect(found).toEqual([])
  })

  it('refuses every arrow that goes down or across, also for a type and for a late import', async () => {
    const arrows = [
      ['contract', 'engine'],
      ['engine', 'serve'],
      ['engine', 'cli'],
      ['serve', 'shell'],
      ['cli', 'serve'],
      ['shell', 'engine'],
    ] as const
    const files: Record<string, string> = {}
    for (const [, to] of arrows) files[`electron/${to}/thing.ts`] = thing
    for (const [from, to] of arrows) {
      const path = `../${to}/thing.ts`
      files[`electron/${from}/${to}-value.ts`] = `export { thing } from '${path}'\n`
      files[`electron/${from}/${to}-type.ts`] = `import type { Thing } from '${path}'\nexport type Own = Thing\n`
      files[`electron/${from}/${to}-late.ts`] = `export const late = () => import('${path}')\n`
    }
    const expected = arrows.flatMap(([from, to]) =>
      ['late', 'type', 'value'].map(
        (how) => `layer-${from}: electron/${from}/${to}-${how}.ts → electron/${to}/thing.ts`,
      ),
    )
    expect(await check(files)).toEqual(expected.toSorted())
  })

  it('refuses the renderer and the scripts what lies below them', async () => {
    const found = await check({
      'electron/engine/thing.ts': thing,
      'electron/serve/thing.ts': thing,
      'renderer/a.ts': `export { thing } from '../electron/engine/thing.ts'\n`,
      'scripts/a.ts': `export { thing } from '../electron/serve/thing.ts'\n`,
    })
    expect(found).toEqual([
      'layer-renderer: renderer/a.ts → electron/engine/thing.ts',
      'layer-scripts: scripts/a.ts → electron/serve/thing.ts',
    ])
  })

  it('refuses a dangerous primitive outside its wrapper', async () => {
    const use = (name: string) => `import * as primitive from '${name}'\nexport const used = primitive\n`
    const found = await check({
      'electron/engine/a.ts': use('electron'),
      'electron/engine/b.ts': use('ws'),
      'electron/engine/cluster/c.ts': use('execa'),
      'electron/engine/terminal/d.ts': use('node:child_process'),
      'electron/serve/e.ts': use('node:child_process'),
      'electron/engine/workspace/f.ts': use('@lydell/node-pty'),
      'electron/engine/g.ts': use('node:vm'),
      'renderer/h.ts': use('electron'),
    })
    expect(found.filter((line) => line.startsWith('primitive-'))).toEqual([
      'primitive-child_process: electron/engine/cluster/c.ts → execa',
      'primitive-child_process: electron/engine/terminal/d.ts → child_process',
      'primitive-child_process: electron/serve/e.ts → child_process',
      'primitive-electron: electron/engine/a.ts → electron',
      'primitive-electron: renderer/h.ts → electron',
      'primitive-node-pty: electron/engine/workspace/f.ts → @lydell',
      'primitive-vm: electron/engine/g.ts → vm',
      'primitive-ws: electron/engine/b.ts → ws',
    ])
  })

  it('refuses a package in the contract and a node: module in the renderer', async () => {
    const found = await check({
      'electron/contract/a.ts': `export { z } from 'zod'\n`,
      'renderer/a.ts': `export { readFile } from 'node:fs'\n`,
    })
    expect(found).toEqual([
      'contract-is-pure: electron/contract/a.ts → zod',
      'renderer-has-no-node: renderer/a.ts → fs',
    ])
  })

  it('refuses two files that import each other', async () => {
    const found = await check({
      'electron/engine/a.ts': `import { b } from './b.ts'\nexport const a = () => b\n`,
      'electron/engine/b.ts': `import { a } from './a.ts'\nexport const b = () => a\n`,
    })
    expect(found).toEqual(['no-circle: electron/engine/a.ts → electron/engine/b.ts'])
  })
})
