import { readFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clusterName, labId } from '../../electron/contract/ids.ts'
import type { ClusterProvider } from '../../electron/engine/cluster/provider.ts'
import { createEmbeddedProvider } from '../../electron/engine/cluster/embedded.ts'
import { defaultFolders } from '../../electron/engine/lib/folders.ts'
import { readToolset } from '../../electron/engine/tools/toolset.ts'
import { runBlock } from '../../electron/engine/workspace/run-block.ts'
import { makeDesk, until, type Desk, type Page } from '../engine/terminal/desk.ts'
import { makePlace, type Place } from '../engine/workspace/place.ts'

const toolset = readToolset(defaultFolders().cache)
const cluster = { lab: labId('sample'), cluster: clusterName('dev') }

let dataRoot: string
let provider: ClusterProvider
let place: Place
let desk: Desk
let page: Page

beforeAll(async () => {
  dataRoot = await mkdtemp(join(tmpdir(), 'drydock-terminal-'))
  provider = createEmbeddedProvider({ dataRoot, toolset })
  await provider.create(cluster)
  place = await makePlace({ tools: toolset })
  await place.workspace.writeKubeconfig(await provider.kubeconfig(cluster), 'default')
  desk = makeDesk(place.workspace)
  page = await desk.open()
})

afterAll(async () => {
  await desk?.dispose()
  await place?.remove()
  await provider?.delete(cluster)
  await provider?.dispose()
  await rm(dataRoot, { recursive: true, force: true })
})

/** Presses keys at an empty prompt, and gives the line that they led to. */
async function complete(keys: string, ending: string): Promise<string> {
  desk.keys(page, keys)
  const last = (): string => page.text().split('\n').at(-1) ?? ''
  await until(() => last().endsWith(ending))
  const line = last()
  desk.keys(page, '\x05\x15')
  await until(() => last().endsWith('$'))
  return line.slice(line.indexOf('$') + 2)
}

describe('the commands of the course', () => {
  it('work as they are written, and the prompt follows', async () => {
    await desk.run(page, 'kubectl create namespace instavote')
    await desk.run(page, 'kubectl config set-context --current --namespace=instavote')
    await until(() => page.text().endsWith('learner ⎈ dev:instavote $'))
    expect(place.workspace.context()).toEqual({ context: 'dev', namespace: 'instavote' })
    await desk.run(page, 'kubectl create deployment vote --image=schoolofdevops/vote:v4')
    await desk.run(page, 'kubectl rollout status deploy/vote --timeout=60s')
    await desk.run(page, 'kubectl get all')
    await until(() => page.text().includes('deployment.apps/vote   1/1'))
    expect(desk.commands.map(({ commandLine, exitCode }) => `${commandLine} -> ${exitCode}`)).toEqual([
      'kubectl create namespace instavote -> 0',
      'kubectl config set-context --current --namespace=instavote -> 0',
      'kubectl create deployment vote --image=schoolofdevops/vote:v4 -> 0',
      'kubectl rollout status deploy/vote --timeout=60s -> 0',
      'kubectl get all -> 0',
    ])
  })

  it('can be watched', async () => {
    desk.keys(page, 'watch kubectl get all\r')
    await until(() => /^Every 2.0s: kubectl get all[^]*deployment.apps\/vote/.test(page.text()))
    desk.keys(page, '\x03')
    await until(() => page.text().endsWith('$'))
    expect(desk.commands.at(-1)?.commandLine).toBe('watch kubectl get all')
  })

  it('can be watched through the short name too', async () => {
    desk.keys(page, 'watch k get deploy\r')
    await until(() => /Every 2.0s: kubectl get deploy[^]*vote +1\/1/.test(page.text()))
    desk.keys(page, '\x03')
    await until(() => page.text().endsWith('$'))
    expect(desk.commands.at(-1)?.commandLine).toBe('watch k get deploy')
  })
})

describe('completion', () => {
  it.each([
    ['a command', 'kubectl conf\t', 'kubectl config'],
    ['a kind', 'kubectl get podt\t', 'kubectl get podtemplates'],
    ['an object', 'kubectl get deploy vo\t', 'kubectl get deploy vote'],
    ['an object of a kind', 'kubectl delete deploy/vo\t', 'kubectl delete deploy/vote'],
    ['a flag', 'kubectl get po --show-l\t', 'kubectl get po --show-labels'],
    ['the value of a flag', 'kubectl get po --namespace=instav\t', 'kubectl get po --namespace=instavote'],
    ['through the short name', 'k get deploy vo\t', 'k get deploy vote'],
    ['a context', 'kubectl config use-context de\t', 'kubectl config use-context dev'],
    ['a command of flux', 'flux reconcile kust\t', 'flux reconcile kustomization'],
    ['a flag of flux', 'flux get sources git --all-n\t', 'flux get sources git --all-namespaces'],
  ])('completes %s', async (_what, keys, line) => {
    expect(await complete(keys, line)).toBe(line)
  })

  it('lists what there is to choose from', async () => {
    desk.keys(page, 'kubectl get pod\t')
    await until(() => /poddisruptionbudgets.*podtemplates/.test(page.text()))
    desk.keys(page, '\x03')
    await until(() => page.text().endsWith('$'))
    expect(page.text()).toMatch(/pods/)
  })

  it('asks kubectl for its script once', async () => {
    expect(await readFile(join(place.paths.completions, 'kubectl.bash'), 'utf8')).toContain('__start_kubectl')
  })
})

describe("the user's own kubeconfig and Git identity", () => {
  it('are not seen by the tools of the lab', async () => {
    const { output } = await runBlock(
      place.workspace,
      'kubectl config view\ngit config -l\nkubectl config get-contexts -o name',
    )
    expect(output).toContain(`server: ${/https:\S+/.exec(await provider.kubeconfig(cluster))?.[0]}`)
    expect(output).toContain('user.name=learner')
    expect(output.endsWith('\ndev\n')).toBe(true)
  })
})

describe('the kubeconfig', () => {
  it('is announced after kubectl changed it', async () => {
    const seen: unknown[] = []
    const listening = place.workspace.onKubeconfigChange(() => seen.push(place.workspace.context()))
    await desk.run(page, 'kubectl config set-context other --cluster=dev --user=dev --namespace=kube-system')
    await desk.run(page, 'kubectl config use-context other')
    await until(() => seen.length === 2)
    await until(() => page.text().endsWith('learner ⎈ other:kube-system $'))
    await runBlock(place.workspace, 'kubectl config use-context dev')
    await until(() => seen.length === 3)
    listening.dispose()
    expect(seen).toEqual([
      { context: 'dev', namespace: 'instavote' },
      { context: 'other', namespace: 'kube-system' },
      { context: 'dev', namespace: 'instavote' },
    ])
  })

  it('keeps what the learner did when the clusters come back on other ports', async () => {
    const yaml = await provider.kubeconfig(cluster)
    await place.workspace.writeKubeconfig(yaml.replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:9'), 'default')
    const { output } = await runBlock(
      place.workspace,
      "kubectl config view -o jsonpath='{.clusters[*].cluster.server} {.contexts[*].name}'",
    )
    await place.workspace.writeKubeconfig(yaml, 'default')
    const { exitCode } = await runBlock(place.workspace, 'kubectl get namespace instavote')
    expect([output, exitCode]).toEqual(['https://127.0.0.1:9 dev other', 0])
  })
})
