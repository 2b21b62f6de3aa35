import { DrydockError } from '../../electron/contract/errors.ts'
import { terminalId } from '../../electron/contract/ids.ts'
import type { TerminalId } from '../../electron/contract/ids.ts'
import type { Handlers, LabSnapshot, StepView } from '../../electron/contract/protocol.ts'
import type { FakeEngine } from './fake-engine.ts'
import { fakeGitHandlers } from './fake-git-handlers.ts'
import { fakeLab } from './fake-lab.ts'
import { PROMPT, fakeAnswer } from './fake-shell.ts'

interface FakeTerminal {
  text: string
  line: string
}

/** Every command, played on the state of a fake engine. */
export function fakeHandlers(engine: FakeEngine): Handlers {
  const terminals = new Map<TerminalId, FakeTerminal>()
  let count = 0
  const output = (id: TerminalId, data: string): void => {
    terminalOf(terminals, id).text += data
    engine.announce('terminal/output', { terminalId: id, data })
  }
  const handlers: Handlers = {
    'app/snapshot': async () => engine.state,
    'lab/open': async ({ lab }) => {
      if (engine.state.lab?.id === lab) return engine.state.lab
      const opened = { ...fakeLab(), id: lab }
      engine.setLab(opened)
      return opened
    },
    'lab/close': async () => {
      engine.setLab(null)
      return null
    },
    'lab/reset': async () => changeLab(engine, { currentStep: labOf(engine).steps[0]?.name ?? '' }),
    'step/open': async ({ step }) => changeLab(engine, { currentStep: step }),
    'step/goBack': async ({ step }) => changeLab(engine, { currentStep: step }),
    'step/recheck': async ({ step }) => stepNamed(engine, step).status,
    'step/hint': async ({ step }) => {
      const steps = labOf(engine).steps.map((view) => {
        if (view.name !== step) return view
        const next = view.hints.findIndex((hint) => hint.text === undefined)
        return {
          ...view,
          hints: view.hints.map((hint, index) =>
            index === next ? { ...hint, text: `Hint number ${next + 1}.` } : hint,
          ),
        }
      })
      return changeLab(engine, { steps })
    },
    'step/show': async ({ step, terminalId }) => {
      await handlers['terminal/type']({
        terminalId,
        text: 'kubectl set image deployment vote vote=schoolofdevops/vote:v9',
        execute: true,
      })
      return changeLab(engine, {
        steps: labOf(engine).steps.map((view) => (view.name === step ? { ...view, shown: true } : view)),
      })
    },
    'step/answer': async ({ step, check, answer }) => {
      const steps = labOf(engine).steps.map((view) =>
        view.name === step
          ? { ...view, checks: view.checks.map((item) => (item.name === check ? { ...item, answered: answer } : item)) }
          : view,
      )
      changeLab(engine, { steps })
      return stepNamed(engine, step).status
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
    ...fakeGitHandlers(engine),
    'terminal/open': async () => {
      count += 1
      const id = terminalId(`t${count}`)
      terminals.set(id, { text: PROMPT, line: '' })
      const info = { terminalId: id, title: 'bash', alive: true }
      engine.set({ terminals: [...engine.state.terminals, info] })
      engine.announce('terminal/changed', { terminal: info })
      return info
    },
    'terminal/attach': async ({ terminalId }) => ({ replay: terminalOf(terminals, terminalId).text }),
    'terminal/input': async ({ terminalId, data }) => {
      const terminal = terminalOf(terminals, terminalId)
      for (const key of data) {
        if (key === '\r') {
          const answer = fakeAnswer(terminal.line)
          terminal.line = ''
          output(terminalId, `\r\n${answer}${PROMPT}`)
        } else {
          terminal.line += key
          output(terminalId, key)
        }
      }
      return null
    },
    'terminal/type': async ({ terminalId, text, execute }) => {
      for (const line of execute ? text.split('\n').map((part) => `${part}\r`) : [text]) {
        await handlers['terminal/input']({ terminalId, data: line })
      }
      return null
    },
    'terminal/resize': async () => null,
    'terminal/acknowledge': async () => null,
    'terminal/close': async ({ terminalId }) => {
      terminals.delete(terminalId)
      engine.set({ terminals: engine.state.terminals.filter((info) => info.terminalId !== terminalId) })
      engine.announce('terminal/closed', { terminalId })
      return null
    },
  }
  return handlers
}

function labOf(engine: FakeEngine): LabSnapshot {
  if (engine.state.lab !== null) return engine.state.lab
  throw new DrydockError({ code: 'lab-unknown', happened: 'No lab is open.', remedy: 'Open one first.' })
}

function changeLab(engine: FakeEngine, change: Partial<LabSnapshot>): LabSnapshot {
  const lab = { ...labOf(engine), ...change }
  engine.setLab(lab)
  return lab
}

function terminalOf(terminals: ReadonlyMap<TerminalId, FakeTerminal>, id: TerminalId): FakeTerminal {
  const terminal = terminals.get(id)
  if (terminal !== undefined) return terminal
  throw new DrydockError({ code: 'not-found', happened: `There is no terminal ${id}.`, remedy: 'Open another one.' })
}

function stepNamed(engine: FakeEngine, name: string): StepView {
  const found = labOf(engine).steps.find((view) => view.name === name)
  if (found !== undefined) return found
  throw new DrydockError({ code: 'not-found', happened: `There is no step ${name}.`, remedy: 'Open another one.' })
}
