import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cleanPath, labEnvironment, workspacePaths } from '../../../electron/engine/workspace/environment.ts'
import { findShell } from '../../../electron/engine/workspace/find-shell.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drydock-env-'))
})
afterEach(async () => await rm(folder, { recursive: true }))

const paths = workspacePaths('/data', 'sample')

describe('a lab environment', () => {
  it('holds what a lab needs and nothing else of the user', () => {
    const secrets = {
      GITHUB_TOKEN: 'ghp_x',
      AWS_SECRET_ACCESS_KEY: 'x',
      KUBECONFIG: '/home/me/.kube/config',
      DOCKER_HOST: 'tcp://x',
      NODE_OPTIONS: '--inspect',
      BASH_ENV: '/home/me/.env',
      PROMPT_COMMAND: 'x',
      SSH_AUTH_SOCK: '/x',
      GIT_DIR: '/x',
      LD_PRELOAD: '/x.so',
      HOME: '/home/me',
      XDG_CONFIG_HOME: '/home/me/.config',
    }
    const host = { ...secrets, PATH: folder, TZ: 'Europe/Berlin', LANG: 'de_DE.UTF-8', TMPDIR: '/var/tmp' }
    const home = '/data/labs/sample/home'
    expect(labEnvironment(paths, host, '/bin/bash')).toEqual({
      TZ: 'Europe/Berlin',
      TMPDIR: '/var/tmp',
      LANG: 'de_DE.UTF-8',
      PATH: `/data/labs/sample/bin:${folder}`,
      HOME: home,
      USER: 'learner',
      LOGNAME: 'learner',
      SHELL: '/bin/bash',
      KUBECONFIG: `${home}/.kube/config`,
      XDG_CONFIG_HOME: `${home}/.config`,
      XDG_CACHE_HOME: `${home}/.cache`,
      XDG_DATA_HOME: `${home}/.local/share`,
      XDG_STATE_HOME: `${home}/.local/state`,
      GIT_CONFIG_GLOBAL: `${home}/.gitconfig`,
      GIT_CONFIG_NOSYSTEM: '1',
      HISTFILE: `${home}/.bash_history`,
      LESSHISTFILE: '-',
      EDITOR: 'vi',
      KUBE_EDITOR: 'vi',
      DRYDOCK_SHELL_RC: '/data/labs/sample/shell/bashrc',
      DRYDOCK_COMPLETIONS: '/data/labs/sample/shell/completions',
    })
  })

  it('takes nano for the editor where there is one', async () => {
    for (const name of ['vi', 'nano']) await symlink('/bin/sh', join(folder, name))
    expect(labEnvironment(paths, { PATH: folder }, '/bin/bash')).toMatchObject({ EDITOR: 'nano', KUBE_EDITOR: 'nano' })
  })

  it.each([
    [{}, { LC_CTYPE: 'C.UTF-8' }],
    [{ LANG: 'C' }, { LC_CTYPE: 'C.UTF-8' }],
    [{ LC_ALL: 'POSIX', LANG: 'en_GB.utf8' }, { LANG: 'en_GB.utf8' }],
    [
      { LC_ALL: 'ja_JP.UTF-8', LANGUAGE: 'ja' },
      { LC_ALL: 'ja_JP.UTF-8', LANGUAGE: 'ja' },
    ],
  ])('speaks UTF-8 with %j', (host, expected) => {
    const environment = labEnvironment(paths, { ...host, PATH: folder }, '/bin/bash')
    const language = Object.entries(environment).filter(([name]) => /^L(ANG|C_)/.test(name))
    expect(Object.fromEntries(language)).toEqual(expected)
  })

  it('has a PATH without what is relative or came from npm', () => {
    expect(cleanPath('/a:.:node_modules/.bin:/w/node_modules/.bin::/b:/a')).toEqual(['/a', '/b'])
  })
})

describe('the shell', () => {
  it('is the first bash of the PATH', async () => {
    await symlink('/bin/bash', join(folder, 'bash'))
    expect(findShell({ PATH: `/nowhere:${folder}` })).toBe(join(folder, 'bash'))
  })

  it('is looked for in the usual places too', () => {
    expect(findShell({ PATH: folder }, 'linux')).toMatch(/^(\/usr)?\/bin\/bash$/)
  })

  it('is asked for where there is none', () => {
    expect(() => findShell({ ProgramFiles: folder }, 'win32')).toThrow(
      'There is no bash on this machine. Install Git for Windows, which brings bash; then open the terminal again.',
    )
  })
})
