import { mkdir, mkdtemp, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { makeDesk, until } from '../terminal/desk.ts'
import { makePlace } from './place.ts'

let decoy: string
beforeEach(async () => {
  decoy = await mkdtemp(join(tmpdir(), 'drydock-decoy-'))
})
afterEach(async () => await rm(decoy, { recursive: true }))

describe("the user's own files", () => {
  it('are never read or written', async () => {
    const files = [
      '.bashrc',
      '.bash_profile',
      '.profile',
      '.bash_history',
      '.gitconfig',
      '.inputrc',
      '.kube/config',
      '.config/git/config',
      '.env',
    ]
    const old = new Date(Date.now() - 90_000)
    const older = new Date(Date.now() - 100_000_000)
    for (const name of files) {
      await mkdir(join(decoy, name, '..'), { recursive: true })
      await writeFile(
        join(decoy, name),
        name.includes('git') ? '[user]\n\tname = SENTINEL\n' : 'echo SENTINEL; export SENTINEL=1\n',
      )
      await utimes(join(decoy, name), older, old) // older than its change, so that reading it would show
    }
    const host = {
      ...process.env,
      HOME: decoy,
      KUBECONFIG: join(decoy, '.kube/config'),
      XDG_CONFIG_HOME: join(decoy, '.config'),
      BASH_ENV: join(decoy, '.env'),
      ENV: join(decoy, '.env'),
      INPUTRC: join(decoy, '.inputrc'),
      HISTFILE: join(decoy, '.bash_history'),
      GIT_CONFIG: join(decoy, '.gitconfig'),
      GIT_CONFIG_GLOBAL: join(decoy, '.gitconfig'),
      SECRET_TOKEN: 'SENTINEL',
    }
    const stamps = async (): Promise<readonly string[]> =>
      await Promise.all(
        files.map(async (name) => await stat(join(decoy, name)).then((s) => `${s.atimeMs} ${s.mtimeMs} ${s.size}`)),
      )
    const before = await stamps()
    const other = await makePlace({ host })
    onTestFinished(other.remove)
    const desk = makeDesk(other.workspace)
    onTestFinished(desk.dispose)
    const page = await desk.open()
    await desk.run(page, 'git config -l; history; env; set | grep -v "^_="; cat ~/.bashrc')
    await desk.run(page, 'git config --global core.editor vi; bash -c "echo $HOME"; bash -lc true')
    desk.keys(page, 'exec bash\r')
    await until(() => page.text().endsWith('exec bash\nlearner $'))
    await desk.run(page, 'exit 0 | cat')
    const text = page.text()
    expect([text.includes('SENTINEL'), await stamps()]).toEqual([false, before])
  })
})
