/**
 * An engine for the page to be developed and tested against: it speaks the contract on a real socket and serves the built
 * page under the strictest policy, but its labs, cluster and shells are scripts. `node test/renderer/fake-engine.ts`
 * starts one by hand.
 */
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import { DrydockError, toWire } from '../../electron/contract/errors.ts'
import { terminalId } from '../../electron/contract/ids.ts'
import type { TerminalId } from '../../electron/contract/ids.ts'
import type {
  AppSnapshot,
  Command,
  Commands,
  EventName,
  Events,
  Handlers,
  LabSnapshot,
  Request,
} from '../../electron/contract/protocol.ts'
import { fakeLab, fakeSnapshot } from './fake-data.ts'
import { fakeAnswer } from './fake-shell.ts'

export const STRICT_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'"

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.svg': 'image/svg+xml',
}

interface FakeTerminal {
  title: string
  alive: boolean
  text: string
  line: string
}

export class FakeEngine {
  state: AppSnapshot
  /** Every request, in order. */
  readonly asked: { command: Command; params: unknown }[] = []
  /** Replaces what a command does. */
  readonly overrides: Partial<Handlers> = {}
  readonly #pageRoot: string
  readonly #http = createServer((request, response) => {
    this.#serve(request.url ?? '/').then(
      ({ type, body }) =>
        response.writeHead(200, { 'Content-Type': type, 'Content-Security-Policy': STRICT_POLICY }).end(body),
      () => response.writeHead(404).end(),
    )
  })
  readonly #sockets = new WebSocketServer({ server: this.#http, path: '/engine' })
  readonly #sequences = new Map<WebSocket, number>()
  readonly #terminals = new Map<TerminalId, FakeTerminal>()
  #count = 0

  constructor(state: Partial<AppSnapshot> = {}, pageRoot = join(import.meta.dirname, '../../dist/renderer')) {
    this.state = fakeSnapshot(state)
    this.#pageRoot = pageRoot
    this.#sockets.on('connection', (socket) => {
      this.#sequences.set(socket, 0)
      socket.on('close', () => this.#sequences.delete(socket))
      socket.on('message', (data) => {
        this.#answer(socket, JSON.parse(String(data)) as Request).catch((error: unknown) => console.error(error))
      })
    })
  }

  async listen(port = 0): Promise<string> {
    await new Promise<void>((resolve) => {
      this.#http.listen(port, '127.0.0.1', resolve)
    })
    return `http://127.0.0.1:${this.port}`
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port
  }

  get socketUrl(): string {
    return `ws://127.0.0.1:${this.port}/engine`
  }

  /** Changes the state that snapshots tell, without an announcement. */
  set(change: Partial<AppSnapshot>): void {
    this.state = { ...this.state, ...change }
  }

  announce<E extends EventName>(event: E, payload: Events[E]): void {
    for (const socket of this.#sequences.keys()) this.#send(socket, event, payload)
  }

  /** The next notices carry numbers as if `count` had been lost. */
  loseNotices(count: number): void {
    for (const [socket, sequence] of this.#sequences) this.#sequences.set(socket, sequence + count)
  }

  cutConnections(): void {
    for (const socket of this.#sequences.keys()) socket.terminate()
  }

  setLab(lab: LabSnapshot | null): void {
    this.set({ lab })
    this.announce('lab/changed', { lab })
  }

  output(id: TerminalId, data: string): void {
    const terminal = this.#terminals.get(id)
    if (terminal === undefined) return
    terminal.text += data
    this.announce('terminal/output', { terminalId: id, data })
  }

  async dispose(): Promise<void> {
    this.cutConnections()
    this.#sockets.close()
    await new Promise((resolve) => {
      this.#http.close(resolve)
    })
  }

  async #serve(url: string): Promise<{ type: string; body: Buffer }> {
    const path = normalize(new URL(url, 'http://x').pathname)
    const file = path === '/' ? '/index.html' : path
    return {
      type: TYPES[extname(file)] ?? 'application/octet-stream',
      body: await readFile(join(this.#pageRoot, file)),
    }
  }

  #send<E extends EventName>(socket: WebSocket, event: E, payload: Events[E]): void {
    const sequence = (this.#sequences.get(socket) ?? 0) + 1
    this.#sequences.set(socket, sequence)
    socket.send(JSON.stringify({ type: 'notice', sequence, event, payload }))
  }

  async #answer(socket: WebSocket, { id, command, params }: Request): Promise<void> {
    this.asked.push({ command, params })
    const handler = (this.overrides[command] ?? this.#handlers[command]) as (params: unknown) => Promise<unknown>
    try {
      const result = await handler(params)
      const sequence = this.#sequences.get(socket) ?? 0
      const said = command === 'app/snapshot' ? { ...(result as AppSnapshot), sequence } : result
      socket.send(JSON.stringify({ type: 'reply', id, result: said }))
    } catch (error) {
      socket.send(JSON.stringify({ type: 'failure', id, error: toWire(error) }))
    }
  }

  #lab(): LabSnapshot {
    if (this.state.lab !== null) return this.state.lab
    throw new DrydockError({ code: 'lab-unknown', happened: 'No lab is open.', remedy: 'Open one first.' })
  }

  #changeLab(change: Partial<LabSnapshot>): LabSnapshot {
    const lab = { ...this.#lab(), ...change }
    this.setLab(lab)
    return lab
  }

  readonly #handlers: Handlers = {
    'app/snapshot': async () => this.state,
    'lab/open': async ({ lab }) => {
      if (this.state.lab?.id === lab) return this.state.lab
      const opened = { ...fakeLab(), id: lab }
      this.setLab(opened)
      return opened
    },
    'lab/close': async () => {
      this.setLab(null)
      return null
    },
    'lab/reset': async () => this.#changeLab({ currentStep: this.#lab().steps[0]?.name ?? '' }),
    'step/open': async ({ step }) => this.#changeLab({ currentStep: step }),
    'step/goBack': async ({ step }) => this.#changeLab({ currentStep: step }),
    'step/recheck': async ({ step }) => this.#stepNamed(step).status,
    'step/hint': async ({ step }) => {
      const steps = this.#lab().steps.map((view) => {
        if (view.name !== step) return view
        const next = view.hints.findIndex((hint) => hint.text === undefined)
        return {
          ...view,
          hints: view.hints.map((hint, index) =>
            index === next ? { ...hint, text: `Hint number ${next + 1}.` } : hint,
          ),
        }
      })
      return this.#changeLab({ steps })
    },
    'step/show': async ({ step, terminalId }) => {
      await this.#handlers['terminal/type']({
        terminalId,
        text: 'kubectl set image deployment vote vote=schoolofdevops/vote:v9',
        execute: true,
      })
      return this.#changeLab({
        steps: this.#lab().steps.map((view) => (view.name === step ? { ...view, shown: true } : view)),
      })
    },
    'step/answer': async ({ step, check, answer }) => {
      const steps = this.#lab().steps.map((view) =>
        view.name === step
          ? { ...view, checks: view.checks.map((item) => (item.name === check ? { ...item, answered: answer } : item)) }
          : view,
      )
      this.#changeLab({ steps })
      return this.#stepNamed(step).status
    },
    'cluster/retry': async () => null,
    'cluster/log': async () => ({
      text: 'etcd: ready to serve client requests\nkube-apiserver: serving on 127.0.0.1:40123\n',
    }),
    'object/detail': async ({ ref }) => ({
      ref,
      yaml: `apiVersion: ${ref.apiVersion}\nkind: ${ref.kind}\nmetadata:\n  name: ${ref.name}\n  labels:\n    app: vote\nspec:\n  replicas: 3\n  template:\n    spec:\n      containers:\n        - name: vote\n          image: schoolofdevops/vote:v9\n`,
      events: [
        {
          type: 'Normal',
          reason: 'ScalingReplicaSet',
          message: `Scaled up replica set ${ref.name}-7f9c4d8b66 to 2`,
          count: 1,
          lastSeenMs: Date.now() - 8_000,
        },
        {
          type: 'Warning',
          reason: 'Failed',
          message: 'Failed to pull image "schoolofdevops/vote:v9": not found',
          count: 4,
          lastSeenMs: Date.now() - 3_000,
        },
      ],
    }),
    'terminal/open': async () => {
      this.#count += 1
      const id = terminalId(`t${this.#count}`)
      this.#terminals.set(id, { title: 'bash', alive: true, text: PROMPT, line: '' })
      const info = { terminalId: id, title: 'bash', alive: true }
      this.set({ terminals: [...this.state.terminals, info] })
      this.announce('terminal/changed', { terminal: info })
      return info
    },
    'terminal/attach': async ({ terminalId }) => ({ replay: this.#terminal(terminalId).text }),
    'terminal/input': async ({ terminalId, data }) => {
      const terminal = this.#terminal(terminalId)
      for (const key of data) {
        if (key === '\r') {
          const answer = fakeAnswer(terminal.line)
          terminal.line = ''
          this.output(terminalId, `\r\n${answer}${PROMPT}`)
        } else {
          terminal.line += key
          this.output(terminalId, key)
        }
      }
      return null
    },
    'terminal/type': async ({ terminalId, text, execute }) => {
      for (const line of execute ? text.split('\n').map((part) => `${part}\r`) : [text]) {
        await this.#handlers['terminal/input']({ terminalId, data: line })
      }
      return null
    },
    'terminal/resize': async () => null,
    'terminal/acknowledge': async () => null,
    'terminal/close': async ({ terminalId }) => {
      this.#terminals.delete(terminalId)
      this.set({ terminals: this.state.terminals.filter((info) => info.terminalId !== terminalId) })
      this.announce('terminal/closed', { terminalId })
      return null
    },
  }

  #terminal(id: TerminalId): FakeTerminal {
    const terminal = this.#terminals.get(id)
    if (terminal !== undefined) return terminal
    throw new DrydockError({ code: 'not-found', happened: `There is no terminal ${id}.`, remedy: 'Open another one.' })
  }

  #stepNamed(name: string) {
    const found = this.#lab().steps.find((view) => view.name === name)
    if (found !== undefined) return found
    throw new DrydockError({ code: 'not-found', happened: `There is no step ${name}.`, remedy: 'Open another one.' })
  }
}

const PROMPT = '\u001b[38;5;110mlearner\u001b[0m \u001b[90m⎈ dev:instavote\u001b[0m $ '

export type { Commands }

if (import.meta.main) console.log(await new FakeEngine().listen(Number(process.argv[2] ?? 0)))
