import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { runBlock } from '../../../electron/engine/workspace/run-block.ts'
import { makeDesk, until } from '../terminal/desk.ts'
import { digestTree } from './digest-tree.ts'
import { clusterYaml, makePlace, type Place } from './place.ts'

/** What is neither kept nor brought back. */
const OWN_TO_THE_SHELL = ['.bash_history', '.bashrc', '.cache', '.kube/cache', '.local/state', '.viminfo']

let place: Place
let home: string

beforeEach(async () => {
  place = await makePlace({ files: { 'app/vote.yaml': 'kind: Deployment\n', 'run.sh': 'echo hi\n' } })
  home = place.paths.home
})
afterEach(async () => await place.remove())

const work = async (): Promise<Record<string, string>> => await digestTree(home, OWN_TO_THE_SHELL)
const exists = async (path: string): Promise<boolean> =>
  await access(path).then(
    () => true,
    () => false,
  )

describe('keeping and bringing back', () => {
  beforeEach(async () => {
    await place.workspace.writeKubeconfig(clusterYaml('dev', 1), 'shop')
    await runBlock(
      place.workspace,
      'git init -q repo; cd repo; echo a > a; git add a; git commit -qm a; mkdir -p ../deep/er; chmod 500 ../deep/er',
    )
    await place.workspace.keep('one')
  })

  it('brings back exactly what was kept', async () => {
    const kept = await work()
    await runBlock(
      place.workspace,
      'rm -rf repo app; echo x >> run.sh; mkdir repo; chmod 700 deep/er; date > deep/er/new; kubectl() { :; }; echo > .kube/config; ln -s / root',
    )
    await place.workspace.bringBack('one')
    const again = await work()
    const { output } = await runBlock(
      place.workspace,
      'git -C repo status --short; git -C repo log --oneline --format=%s',
    )
    expect([again, output]).toEqual([kept, 'a\n'])
  })

  it('leaves history and rc file, and removes what tools remember of the cluster', async () => {
    await writeFile(join(home, '.bash_history'), 'before\n')
    await mkdir(join(home, '.kube', 'cache'), { recursive: true })
    await mkdir(join(home, '.cache'), { recursive: true })
    await place.workspace.keep('two')
    await writeFile(join(home, '.bash_history'), 'after\n')
    await place.workspace.bringBack('two')
    expect(await readFile(join(home, '.bash_history'), 'utf8')).toBe('after\n')
    expect([await exists(join(home, '.kube', 'cache')), await exists(join(home, '.cache'))]).toEqual([false, false])
  })

  it('lets a shell that is in the folder go on', async () => {
    const desk = makeDesk(place.workspace)
    onTestFinished(desk.dispose)
    const page = await desk.open()
    await desk.run(page, 'cd app; echo changed > vote.yaml')
    await place.workspace.bringBack('one')
    await desk.run(page, 'cat vote.yaml')
    await until(() => page.text().includes('kind: Deployment\n'))
    await desk.run(page, 'mkdir new; cd new')
    await place.workspace.bringBack('one')
    desk.keys(page, '\r')
    await until(() => page.text().endsWith('learner ⎈ dev:shop $'))
    await desk.run(page, 'pwd')
    expect(desk.commands.at(-1)).toMatchObject({ directory: home, exitCode: 0 })
  })

  it('replaces an older copy of the name, and tells the names', async () => {
    await writeFile(join(home, 'more'), '')
    for (const name of ['one', 'two', 'one']) await place.workspace.keep(name)
    await rm(join(home, 'more'))
    await place.again().bringBack('one')
    expect([
      await place.workspace.kept(),
      await exists(join(home, 'more')),
      (await readdir(place.paths.kept)).length,
    ]).toEqual([['one', 'two'], true, 2])
  })

  it.each(['', '..', '../x', 'a/b', '.hidden', 'a@1', 'x'.repeat(64), 'a\0b'])('refuses the name %j', async (name) => {
    await expect(place.workspace.keep(name)).rejects.toMatchObject({ detail: { code: 'usage' } })
    await expect(place.workspace.bringBack(name)).rejects.toMatchObject({ detail: { code: 'usage' } })
  })

  it('says when nothing is kept by a name', async () => {
    await expect(place.workspace.bringBack('other')).rejects.toThrow(
      'Nothing is kept under the name "other". Go back to another step, or reset the lab.',
    )
  })

  it('loses nothing when the engine is killed in the middle, whenever that is', async () => {
    await runBlock(place.workspace, 'for i in $(seq 1 200); do echo $i > app/file$i; done')
    await place.workspace.keep('full')
    const full = JSON.stringify(await work())
    const script = join(import.meta.dirname, 'bring-back-once.ts')
    const states = new Set<string>()
    for (const delayMs of [0, 4, 8, 12, 20, 30, 45, 60]) {
      await runBlock(
        place.workspace,
        'rm -rf app deep; mkdir other; for i in $(seq 1 200); do echo $i > other/file$i; done',
      )
      const changed = JSON.stringify(await work())
      const engine = spawn(process.execPath, [script, join(place.paths.root, '..', '..'), place.labFolder, 'full'])
      await once(engine.stdout, 'data')
      await new Promise((resolve) => setTimeout(resolve, delayMs))
      engine.kill('SIGKILL')
      await once(engine, 'exit')
      const workspace = place.again()
      await workspace.prepare()
      const found = JSON.stringify(await work())
      states.add(found === full ? 'brought back' : found === changed ? 'untouched' : 'torn')
      await workspace.bringBack('full')
      expect(JSON.stringify(await work())).toBe(full)
    }
    expect([states.has('torn'), states.has('brought back')]).toEqual([false, true])
  }, 60_000)
})
