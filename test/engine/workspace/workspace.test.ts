import { access, appendFile, mkdir, readdir, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { LearnerTools } from '../../../electron/engine/workspace/bin-folder.ts'
import { runBlock } from '../../../electron/engine/workspace/run-block.ts'
import { makeDesk, until } from '../terminal/desk.ts'
import { digestTree } from './digest-tree.ts'
import { clusterYaml, makePlace, type Place } from './place.ts'

let place: Place
let home: string

beforeEach(async () => {
  place = await makePlace({ files: { 'app/vote.yaml': 'kind: Deployment\n', 'run.sh': 'echo hi\n' } })
  home = place.paths.home
})
afterEach(async () => await place.remove())

const exists = async (path: string): Promise<boolean> =>
  await access(path).then(
    () => true,
    () => false,
  )

describe('a prepared workspace', () => {
  it('holds the files of the lab, and is for its owner only', async () => {
    const names = (await readdir(home, { recursive: true })).sort()
    expect(names).toEqual(['.bashrc', '.gitconfig', '.kube', 'app', 'app/vote.yaml', 'run.sh'])
    expect([(await stat(home)).mode & 0o777, (await stat(join(home, '.kube'))).mode & 0o777]).toEqual([0o700, 0o700])
  })

  it('leaves what the learner did alone when it is prepared again', async () => {
    await writeFile(join(home, 'app', 'vote.yaml'), 'kind: Changed\n')
    await rm(join(home, 'run.sh'))
    await appendFile(join(home, '.bashrc'), 'alias mine=true\n')
    const before = await digestTree(home)
    await place.workspace.prepare()
    await place.again().prepare()
    expect(await digestTree(home)).toEqual(before)
  })

  it('does not copy a link of the lab that leads out of its files', async () => {
    await symlink('/etc/passwd', join(place.labFolder, 'files', 'outside'))
    await symlink('../files/run.sh', join(place.labFolder, 'files', 'inside'))
    await symlink('..', join(place.labFolder, 'files', 'parent'))
    await place.workspace.reset()
    const names = (await readdir(home)).filter((name) => !name.startsWith('.')).sort()
    expect(names).toEqual(['app', 'inside', 'run.sh'])
  })

  it('has an identity of its own for Git', async () => {
    const { output } = await runBlock(
      place.workspace,
      'git init -q repo && cd repo && git commit -q --allow-empty -m one\ngit log --format="%an <%ae> %D"\ngit config -l --show-origin',
    )
    expect(output.split('\n')[0]).toBe('learner <learner@example.com> HEAD -> main')
    const origins = output
      .split('\n')
      .slice(1, -1)
      .map((line) => line.split('\t')[0])
    expect([...new Set(origins)]).toEqual([`file:${home}/.gitconfig`, 'file:.git/config'])
  })
})

describe('the tools of a workspace', () => {
  const tools = (target: string): LearnerTools => ({ has: (tool) => tool === 'kubectl', path: () => target })

  it('are links that come first in the PATH, and follow a newer version', async () => {
    let target = '/bin/echo'
    const other = await makePlace({ tools: { has: (tool) => tools(target).has(tool), path: () => target } })
    onTestFinished(other.remove)
    const { bin, completions } = other.paths
    const script = join(completions, 'kubectl.bash')
    await writeFile(script, 'old')
    await other.workspace.prepare()
    const before = [await readlink(join(bin, 'kubectl')), await exists(script)]
    target = '/bin/true'
    await other.workspace.prepare()
    const after = [await readlink(join(bin, 'kubectl')), await exists(script)]
    const { output } = await runBlock(other.workspace, 'type -a kubectl | head -1')
    expect([before, after, output]).toEqual([['/bin/echo', true], ['/bin/true', false], `kubectl is ${bin}/kubectl\n`])
  })

  it('have a watch of our own where the system has none', async () => {
    const system = join(place.paths.root, 'system')
    await mkdir(system)
    for (const name of ['bash', 'env', 'stty', 'sleep', 'cat', 'seq', 'rm'])
      await symlink(`/bin/${name}`, join(system, name))
    const other = await makePlace({ host: { PATH: system } })
    onTestFinished(other.remove)
    const desk = makeDesk(other.workspace)
    onTestFinished(desk.dispose)
    const page = await desk.open()
    await desk.run(page, 'k() { cat numbers; }; seq 1 40 > numbers')
    desk.keys(page, 'watch -n 0.1 cat numbers\r')
    await until(() => page.text().startsWith('Every 0.1s: cat numbers\n\n1\n2\n'))
    await writeFile(join(other.paths.home, 'numbers'), 'changed\n')
    await until(() => page.text() === 'Every 0.1s: cat numbers\n\nchanged')
    desk.keys(page, '\x03')
    await until(
      () => page.text().endsWith('watch -n 0.1 cat numbers\n^C\nlearner $') || page.text().endsWith('learner $'),
    )
    await desk.run(page, 'watch -z; watch')
    await until(() => page.text().includes('usage: watch'))
    expect(desk.commands.at(-1)?.exitCode).toBe(2)
  })
})

describe('reset', () => {
  it('makes the folder as it was before the lab was opened, shells going on', async () => {
    const fresh = await digestTree(home)
    await place.workspace.writeKubeconfig(clusterYaml('dev', 1), 'shop')
    await place.workspace.keep('one')
    const desk = makeDesk(place.workspace)
    onTestFinished(desk.dispose)
    const page = await desk.open()
    await desk.run(page, 'rm -rf app; echo "alias x=y" >> .bashrc; git config --global user.name other; mkdir a; cd a')
    await place.workspace.reset()
    const after = await digestTree(home)
    desk.keys(page, '\r')
    await until(() => page.text().endsWith('\nlearner $'))
    const times = (tree: Record<string, string>): readonly string[] =>
      Object.entries(tree).map(([name, text]) => `${name} ${text.replace(/ \d{13} /, ' ')}`)
    expect([times(after), await place.workspace.kept(), place.workspace.context()]).toEqual([times(fresh), [], null])
  })

  it('is done to its end by the next engine', async () => {
    await writeFile(join(home, 'mine'), '')
    await writeFile(join(place.paths.root, 'pending.json'), JSON.stringify({ kind: 'reset' }))
    await place.again().prepare()
    expect([await exists(join(home, 'mine')), await exists(join(place.paths.root, 'pending.json'))]).toEqual([
      false,
      false,
    ])
  })
})

describe('remove', () => {
  it('leaves nothing on disk, also of folders that were closed', async () => {
    await runBlock(place.workspace, 'mkdir -p a/b; touch a/b/c; chmod 000 a/b')
    await place.workspace.keep('one')
    await place.workspace.remove()
    expect(await exists(place.paths.root)).toBe(false)
  })

  it('lets the lab begin anew', async () => {
    await place.workspace.remove()
    await place.workspace.prepare()
    const { output } = await runBlock(place.workspace, 'cat app/vote.yaml')
    expect(output).toBe('kind: Deployment\n')
  })
})
