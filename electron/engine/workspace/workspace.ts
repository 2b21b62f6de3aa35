import { access, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DrydockError } from '../../contract/errors.ts'
import type { Lab } from '../../contract/lab.ts'
import type { TerminalContext } from '../../contract/protocol.ts'
import type { KubeconfigView } from '../checks/observation.ts'
import { systemClock, type Clock } from '../lib/clock.ts'
import type { Disposable } from '../lib/disposable.ts'
import type { Event } from '../lib/emitter.ts'
import { Serial } from '../lib/serial.ts'
import type { ShellPlace } from '../terminal/shell.ts'
import { fillBinFolder, type LearnerTools } from './bin-folder.ts'
import { labEnvironment, workspacePaths, type Variables, type WorkspacePaths } from './environment.ts'
import { onDisk, writeWhenDifferent, writeWhole } from './files.ts'
import { findShell } from './find-shell.ts'
import { forgetClusterCaches, isNotWork, makeHomeFresh, readPending, toTheEnd, type Pending } from './home-folder.ts'
import { createKeptCopies, type KeptCopies } from './kept-copies.ts'
import { contextOf } from './kubeconfig.ts'
import { KubeconfigFile } from './kubeconfig-file.ts'
import { shellRc } from './shell-rc.ts'
import { mirrorTree, removeTree } from './tree.ts'

/**
 * One lab's own world for its shells: HOME, KUBECONFIG, PATH, Git identity, history. Nothing of the user's own is
 * read or written. What changes files is done one after the other, and to its end even when the engine is killed.
 */
export interface Workspace extends ShellPlace, Disposable {
  /** Makes what is missing, and links the tools that are there by now. Cheap; call it before each shell. */
  prepare(): Promise<void>
  /**
   * Puts clusters into the learner's kubeconfig, the lab's first cluster first. New ones come with a context in
   * `namespace`; of known ones address and credentials are put right and the learner's own changes stay.
   */
  writeKubeconfig(yaml: string | readonly string[], namespace: string): Promise<void>
  /** The kubeconfig as it is now. */
  kubeconfigView(): KubeconfigView
  readonly onKubeconfigChange: Event<KubeconfigView>
  /** Where the kubeconfig points; null when it points nowhere. */
  context(): TerminalContext | null
  /** Keeps a copy of the learner's work under a name, in place of an older one. */
  keep(name: string): Promise<void>
  /** HOME is again as it was kept; history and rc file stay. Throws `not-found` when nothing is kept by that name. */
  bringBack(name: string): Promise<void>
  kept(): Promise<readonly string[]>
  /** HOME as if the lab had never been opened, and nothing kept. Shells in it go on. */
  reset(): Promise<void>
  /** Nothing of the workspace is left on disk. End its shells first. */
  remove(): Promise<void>
}

export interface WorkspaceDeps {
  readonly dataRoot: string
  readonly toolset: LearnerTools
  readonly lab: Pick<Lab, 'id' | 'directory'>
  /** The lab's Git server, once it has been prepared; its variables are in the environment. */
  readonly git?: { readonly environment: Readonly<Record<string, string>> }
  /** The user's environment. */
  readonly host?: Variables
  readonly clock?: Clock
}

export function createWorkspace(deps: WorkspaceDeps): Workspace {
  const { lab, host = process.env, clock = systemClock } = deps
  const paths = workspacePaths(deps.dataRoot, lab.id)
  const kubeconfig = new KubeconfigFile(paths.kubeconfig, clock)
  const copies = createKeptCopies(paths)
  const jobs = new Serial()
  const inTurn = <T>(job: () => Promise<T>): Promise<T> => jobs.run(async () => await onDisk(paths.root, job))
  const folder = createFolder(paths, lab.directory, copies)

  async function prepare(): Promise<void> {
    await folder.prepare()
    await fillBinFolder(paths, deps.toolset, host)
    kubeconfig.watch()
  }

  return {
    home: paths.home,
    get environment() {
      return labEnvironment(paths, host, findShell(host), deps.git?.environment)
    },
    shellCommand: () => ({ file: findShell(host), args: ['--rcfile', paths.rc, '-i'] }),
    prepare: async () => await inTurn(prepare),
    writeKubeconfig: async (yaml, namespace) =>
      await inTurn(async () => await kubeconfig.merge(typeof yaml === 'string' ? [yaml] : yaml, namespace)),
    kubeconfigView: () => kubeconfig.view(),
    onKubeconfigChange: kubeconfig.onChange,
    context: () => contextOf(kubeconfig.view()),
    keep: async (name) => await inTurn(async () => await copies.keep(name)),
    bringBack: async (name) => await inTurn(async () => await folder.bringBack(name)),
    kept: async () => await inTurn(async () => await copies.names()),
    reset: async () => {
      await inTurn(async () => await folder.reset())
    },
    remove: async () => await inTurn(async () => await removeAll(paths, kubeconfig)),
    dispose: () => kubeconfig.dispose(),
  }
}

interface Folder {
  prepare(): Promise<void>
  bringBack(name: string): Promise<void>
  reset(): Promise<void>
}

/** What is done to HOME as a whole. */
function createFolder(paths: WorkspacePaths, labFolder: string, copies: KeptCopies): Folder {
  const marker = join(paths.root, 'prepared')
  let isFirst = true

  async function finish(pending: Pending): Promise<void> {
    if (pending.kind === 'reset') {
      await removeTree(paths.kept)
      await makeHomeFresh(paths, labFolder)
      return
    }
    const copy = await copies.find(pending.name)
    if (copy === undefined) return
    await mirrorTree(copy, paths.home, isNotWork)
    await forgetClusterCaches(paths.home)
  }

  return {
    async prepare() {
      await mkdir(paths.home, { recursive: true, mode: 0o700 })
      if (isFirst) await removeTree(paths.staging)
      isFirst = false
      const pending = await readPending(paths)
      if (pending !== undefined) await toTheEnd(paths, pending, async () => await finish(pending))
      if (!(await exists(marker))) await makeHomeFresh(paths, labFolder)
      await writeWhenDifferent(marker, '', 0o600)
      await mkdir(join(paths.home, '.kube'), { recursive: true, mode: 0o700 })
      await writeWhenDifferent(paths.rc, shellRc, 0o644)
    },
    async bringBack(name) {
      if ((await copies.find(name)) === undefined) throw notKept(name)
      const pending: Pending = { kind: 'bring-back', name }
      await toTheEnd(paths, pending, async () => await finish(pending))
    },
    async reset() {
      const pending: Pending = { kind: 'reset' }
      await toTheEnd(paths, pending, async () => await finish(pending))
      await writeWhole(marker, '', 0o600)
    },
  }
}

async function removeAll(paths: WorkspacePaths, kubeconfig: KubeconfigFile): Promise<void> {
  kubeconfig.unwatch()
  await rm(join(paths.root, 'prepared'), { force: true })
  await removeTree(paths.root)
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  )
}

function notKept(name: string): DrydockError {
  const happened = `Nothing is kept under the name ${JSON.stringify(name)}.`
  return new DrydockError({ code: 'not-found', happened, remedy: 'Go back to another step, or reset the lab.' })
}
