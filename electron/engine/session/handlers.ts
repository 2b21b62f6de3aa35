import { PROTOCOL_VERSION, type AppSnapshot, type Handlers } from '../../contract/protocol.ts'
import { DrydockError } from '../../contract/errors.ts'
import type { ClusterProvider } from '../cluster/provider.ts'
import type { LabGit } from '../git/lab-git.ts'
import type { ProgressStore } from '../progress/progress-store.ts'
import type { Terminals } from '../terminal/terminals.ts'
import type { ToolchainWatch } from '../tools/toolchain-watch.ts'
import type { Desk } from './desk.ts'

export interface HandlerDeps {
  readonly desk: Desk
  readonly terminals: Terminals
  readonly provider: ClusterProvider
  readonly toolchain: ToolchainWatch
  readonly store: ProgressStore
  readonly appVersion: string
}

/** The commands of the contract, each handed to whom it concerns. */
export function createHandlers(deps: HandlerDeps): Handlers {
  return { ...labHandlers(deps), ...gitHandlers(deps), ...terminalHandlers(deps) }
}

type TerminalCommand = Extract<keyof Handlers, `terminal/${string}`>
type GitCommand = Extract<keyof Handlers, `git/${string}` | `pull/${string}`>

function labHandlers(deps: HandlerDeps): Omit<Handlers, TerminalCommand | GitCommand> {
  const { desk, provider, terminals } = deps
  return {
    'app/snapshot': async ({ protocolVersion }) => appSnapshot(deps, protocolVersion),
    'lab/open': async ({ lab }) => await desk.open(lab),
    'lab/close': async () => {
      await desk.close({ stopClusters: false })
      return null
    },
    'lab/reset': async ({ lab }) => await desk.reset(lab),
    'step/open': async ({ step }) => await desk.openSession().openStep(step),
    'step/goBack': async ({ step }) => await desk.openSession().goBack(step),
    'step/recheck': async ({ step }) => await desk.openSession().recheck(step),
    'step/hint': async ({ step }) => desk.openSession().openHint(step),
    'step/show': async ({ step, terminalId }) => {
      const session = desk.openSession()
      await terminals.type({ terminalId, text: session.showSolution(step), execute: true })
      return session.snapshot()
    },
    'step/answer': async ({ step, check, answer }) => await desk.openSession().answer(step, check, answer),
    'cluster/retry': async () => {
      desk.retry()
      return null
    },
    'cluster/log': async ({ cluster }) => ({ text: await provider.log({ lab: desk.openSession().lab.id, cluster }) }),
    'object/detail': async ({ ref }) => {
      const panel = desk.openSession().panel(ref.cluster)
      if (panel === undefined) throw clusterNotUp(ref.cluster)
      return await panel.detail(ref)
    },
  }
}

function gitHandlers({ desk }: HandlerDeps): Pick<Handlers, GitCommand> {
  const withGit = async <T>(work: (git: LabGit) => Promise<T>): Promise<T> => await desk.openSession().withGit(work)
  return {
    'git/history': async ({ repository }) => await withGit((git) => git.history(repository)),
    'git/compare': async ({ repository, base, head }) => await withGit((git) => git.compare(repository, base, head)),
    'git/revert': async ({ repository, commit, into }) => await withGit((git) => git.revert(repository, commit, into)),
    'pull/open': async ({ repository, ...wish }) => await withGit((git) => git.openPullRequest(repository, wish)),
    'pull/review': async ({ repository, number, ...review }) =>
      await withGit((git) => git.review(repository, number, review)),
    'pull/merge': async ({ repository, number, method }) =>
      await withGit((git) => git.merge(repository, number, method)),
    'pull/close': async ({ repository, number }) => await withGit((git) => git.closePullRequest(repository, number)),
  }
}

function terminalHandlers({ desk, terminals }: HandlerDeps): Pick<Handlers, TerminalCommand> {
  return {
    'terminal/open': async ({ columns, rows }) => {
      await desk.openSession().atRest() // what is typed before the lab is set up would fail, or count for nothing
      const runtime = desk.openRuntime()
      await runtime.prepare()
      const { workspace } = runtime
      return terminals.open({ workspace, columns, rows })
    },
    'terminal/attach': async (params) => await terminals.attach(params),
    'terminal/input': async (params) => await done(terminals.input(params)),
    'terminal/type': async (params) => await done(terminals.type(params)),
    'terminal/resize': async (params) => await done(terminals.resize(params)),
    'terminal/acknowledge': async (params) => await done(terminals.acknowledge(params)),
    'terminal/close': async ({ terminalId }) => await done(terminals.close(terminalId)),
  }
}

async function done(work: unknown): Promise<null> {
  await work
  return null
}

/** `sequence` is the socket's business; it is put in on the way out. */
function appSnapshot({ desk, terminals, toolchain, appVersion }: HandlerDeps, protocolVersion: number): AppSnapshot {
  if (protocolVersion !== PROTOCOL_VERSION) throw protocolMismatch(protocolVersion)
  return {
    protocolVersion: PROTOCOL_VERSION,
    appVersion,
    catalogue: desk.catalogue(),
    lab: desk.session?.snapshot() ?? null,
    clusters: desk.clusters(),
    objects: desk.session?.objects() ?? [],
    terminals: terminals.list(),
    context: desk.runtime?.workspace.context() ?? null,
    repositories: desk.runtime?.git?.repositories() ?? [],
    timeline: desk.session?.timeline() ?? [],
    toolchain: toolchain.status,
    sequence: 0,
  }
}

function protocolMismatch(theirs: number): DrydockError {
  return new DrydockError({
    code: 'protocol-mismatch',
    happened: `The page speaks version ${theirs} of the protocol, the engine version ${PROTOCOL_VERSION}.`,
    remedy: 'Reload the page; if that does not help, restart Drydock.',
  })
}

function clusterNotUp(cluster: string): DrydockError {
  return new DrydockError({
    code: 'cluster-unreachable',
    at: cluster,
    happened: 'The cluster is not up yet.',
    remedy: 'Wait until it is ready.',
  })
}
