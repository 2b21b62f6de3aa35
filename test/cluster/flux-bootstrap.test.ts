import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { labId, type TerminalId } from '../../electron/contract/ids.ts'
import { EngineRun } from '../helpers/engine-run.ts'

const PIPELINE = labId('pipeline')
const LABS = join(import.meta.dirname, '..', 'fixtures', 'labs-gitops-tiny')
const BOOTSTRAP = `flux bootstrap git --url=https://$GIT_HOST/$GITHUB_USER/fleet.git --token-auth --username=$GITHUB_USER --password=$GITHUB_TOKEN --branch=main --path=./cluster/dev --silent`

/** Typed into a real terminal of the lab, one after the other. */
describe('flux, typed by a learner', () => {
  const run = new EngineRun()
  let terminal: TerminalId
  let typed = 0

  /** What the command printed and how it ended. */
  const shell = async (command: string): Promise<{ readonly code: number; readonly output: string }> => {
    const name = `typed-${typed++}`
    const home = join(run.dataRoot, 'labs', PIPELINE, 'home')
    const read = (ending: string) => readFile(join(home, `${name}.${ending}`), 'utf8').catch(() => '')
    await run.type(terminal, `${command} > ~/${name}.out 2>&1; echo $? > ~/${name}.code`)
    await expect.poll(() => read('code'), { timeout: 120_000 }).not.toBe('')
    return { code: Number(await read('code')), output: await read('out') }
  }

  beforeAll(async () => {
    await run.start(LABS)
    await run.call('lab/open', { lab: PIPELINE })
    await run.until('the step has begun', async () => (await run.snapshot()).steps.some((step) => step.canGoBack))
    terminal = await run.openTerminal()
  }, 120_000)
  afterAll(async () => await run.end())

  it('finds that the cluster can be used', async () => {
    expect(await shell('flux check --pre')).toEqual({
      code: 0,
      output: expect.stringContaining('prerequisites checks passed'),
    })
  })

  it('bootstraps from any Git repository, all default components included', async () => {
    const { code, output } = await shell(BOOTSTRAP)
    expect([code, output]).toEqual([0, expect.stringContaining('all components are healthy')])
    const { output: files } = await shell(
      'git clone -q https://$GIT_HOST/$GITHUB_USER/fleet.git && ls fleet/cluster/dev/flux-system',
    )
    expect(files.trim().split('\n')).toEqual(['gotk-components.yaml', 'gotk-sync.yaml', 'kustomization.yaml'])
  }, 120_000)

  it('can be bootstrapped again', async () => {
    expect(await shell(BOOTSTRAP)).toMatchObject({ code: 0 })
  }, 120_000)

  it.each([
    ['flux check', 'all checks passed'],
    ['flux get all', 'Applied revision: main@sha1:'],
    ['flux tree kustomization flux-system', 'Deployment/flux-system/source-controller'],
    ['flux logs --kind=GitRepository --name=flux-system', 'GitRepository/flux-system.flux-system'],
    ['flux reconcile kustomization flux-system --with-source', 'applied revision main@sha1:'],
    ['flux suspend kustomization flux-system', 'suspended'],
    ['flux resume kustomization flux-system', 'applied revision main@sha1:'],
    ['flux export source git flux-system', 'kind: GitRepository'],
    ['flux events', 'kustomization/flux-system'],
    ['flux uninstall --silent', 'uninstall finished'],
  ])('answers %s', async (command, words) => {
    const { code, output } = await shell(command)
    expect([code, output.toLowerCase()]).toEqual([0, expect.stringContaining(words.toLowerCase())])
  })
})
