import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test as base, type Page, type PlaywrightWorkerArgs } from '@playwright/test'
import { labId } from '../../electron/contract/ids.ts'
import type { AnswerCheck, Lab, Step } from '../../electron/contract/lab.ts'
import { answerFrom, asText } from '../../electron/engine/checks/answer.ts'
import type { KubeObject } from '../../electron/engine/checks/observation.ts'
import { loadLab } from '../../electron/engine/labs/load-lab.ts'
import { personalise } from '../../electron/engine/labs/personalise.ts'
import { defaultFolders } from '../../electron/engine/lib/folders.ts'
import { ProgressStore } from '../../electron/engine/progress/progress-store.ts'
import { readToolset } from '../../electron/engine/tools/toolset.ts'
import { testElectronExecutable } from '../../scripts/electron-runtime/get-test-electron.ts'
import { Learner } from './learner.ts'

const root = join(import.meta.dirname, '../..')

/** A face of Drydock with the real engine behind it, on a data folder of its own. */
export interface Face {
  readonly page: Page
  readonly data: string
  readonly kind: 'browser' | 'electron'
  /** Process id of the engine that runs now. */
  enginePid(): number
  /** The lab as this learner has it, with the drawn values put in. */
  lab(name: string): Promise<Lab>
  /** What answers a question of the step rightly, as the cluster is now. */
  rightAnswer(lab: Lab, step: Step, check: AnswerCheck): string
}

interface Options {
  /** The folder of the labs. */
  readonly labs: string
  /** The window's inner size. */
  readonly size: { readonly width: number; readonly height: number }
}

/** The same specs run in both faces: the project's name decides which. */
export const test = base.extend<{ face: Face; learner: Learner } & Options>({
  size: [{ width: 1280, height: 800 }, { option: true }],
  labs: [join(root, 'labs'), { option: true }],
  face: async ({ playwright, size, labs }, use, info) => {
    const data = mkdtempSync(join(tmpdir(), 'drydock-face-'))
    const kind = info.project.name === 'electron' ? 'electron' : 'browser'
    const opened =
      kind === 'electron'
        ? await openWindow(playwright, { data, size, labs })
        : await openBrowser(playwright, { data, size, labs }, info.project.use.launchOptions)
    await use({ ...readers(data, labs), page: opened.page, data, kind })
    await opened.close()
    const left = processesOf(data)
    rmSync(data, { recursive: true, force: true, maxRetries: 5 })
    if (left.length > 0) throw new Error(`left running after the face was closed:\n${left.join('\n')}`)
  },
  learner: async ({ face }, use) => await use(new Learner(face)),
})

interface Opened {
  readonly page: Page
  close(): Promise<void>
}

type Playwright = PlaywrightWorkerArgs['playwright']

interface Place extends Options {
  readonly data: string
}

async function openBrowser(
  { chromium }: Playwright,
  { data, size, labs }: Place,
  launchOptions: object | undefined,
): Promise<Opened> {
  const flags = ['--json', '--data', data, '--labs', labs]
  const serve = spawn(process.execPath, [join(root, 'dist/serve/main.mjs'), ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await readyUrl(serve)
  const browser = await chromium.launch(launchOptions)
  const page = await (await browser.newContext({ viewport: size })).newPage()
  await page.goto(url)
  return {
    page,
    async close() {
      await browser.close()
      serve.kill('SIGTERM')
      if (serve.exitCode === null) await once(serve, 'exit')
    },
  }
}

async function readyUrl(serve: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: serve.stdout! })) return (JSON.parse(line) as { url: string }).url
  throw new Error('serve ended without a ready line')
}

async function openWindow({ _electron }: Playwright, { data, size, labs }: Place): Promise<Opened> {
  const app = await _electron.launch({
    executablePath: await testElectronExecutable(),
    args: ['--no-sandbox', join(root, 'dist/shell/main.cjs')],
    env: { ...(process.env as Record<string, string>), DRYDOCK_DATA: data, DRYDOCK_LABS: labs },
  })
  const page = await app.firstWindow()
  await app.evaluate(
    ({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0]!.setContentSize(wanted.width, wanted.height),
    size,
  )
  return { page, close: async () => await app.close() }
}

function readers(data: string, labs: string): Pick<Face, 'enginePid' | 'lab' | 'rightAnswer'> {
  return {
    enginePid: () => (JSON.parse(readFileSync(join(data, 'instance.json'), 'utf8')) as { pid: number }).pid,
    async lab(name) {
      const loaded = await loadLab(join(labs, name))
      if (!loaded.ok) throw new Error(`labs/${name} does not load`)
      const store = new ProgressStore(join(data, 'drydock.db'))
      const seed = store.lab(labId(name))?.seed
      store.dispose()
      if (seed === undefined) throw new Error(`labs/${name} was not opened`)
      return personalise(loaded.lab, seed)
    },
    rightAnswer(lab, step, check) {
      const known = step.answers[check.name] ?? check.equals
      if (known !== undefined) return known
      const outcome = answerFrom(check.from!, objectsOf(data, lab, check))
      if (!('value' in outcome)) throw new Error(`no answer to ${check.question}`)
      return asText(outcome.value)
    },
  }
}

/** What the learner's own kubectl shows for the question. */
function objectsOf(data: string, lab: Lab, { cluster, from }: AnswerCheck): readonly KubeObject[] {
  const { apiVersion, kind, name, namespace, labels } = from!.object
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion]
  const kubectl = readToolset(defaultFolders().cache).path('kubectl')
  const selector = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`)
  const output = execFileSync(kubectl, [
    'get',
    group === '' ? kind : `${kind}.${version}.${group}`,
    ...(name === undefined ? [] : [name]),
    ...(namespace === undefined ? ['--all-namespaces'] : ['--namespace', namespace]),
    ...(selector.length === 0 ? [] : ['--selector', selector.join(',')]),
    ...['--output', 'json', '--context', cluster ?? lab.clusters[0]!],
    ...['--kubeconfig', join(data, 'labs', lab.id, 'home/.kube/config')],
  ])
  const answer = JSON.parse(output.toString()) as KubeObject & { items?: KubeObject[] }
  return answer.items ?? [answer]
}

/** Command lines that name the folder. */
function processesOf(folder: string): string[] {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return []
    try {
      const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
      return line.includes(folder) ? [`${pid} ${line}`] : []
    } catch {
      return [] // it ended while we looked
    }
  })
}

/** The process id of a component of the cluster in the data folder. */
export function component(data: string, name: string): number {
  const pid = readdirSync('/proc').find((entry) => {
    if (!/^\d+$/.test(entry)) return false
    try {
      const [program = '', ...rest] = readFileSync(`/proc/${entry}/cmdline`, 'utf8').split('\0')
      return program.endsWith(name) && rest.join(' ').includes(data)
    } catch {
      return false // it ended while we looked
    }
  })
  if (pid === undefined) throw new Error(`no ${name} runs for ${data}`)
  return Number(pid)
}
