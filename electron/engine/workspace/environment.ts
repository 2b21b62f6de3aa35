import { accessSync, constants } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'
import { COMPLETIONS_VARIABLE } from './shell-completion.ts'
import { RC_VARIABLE } from './shell-rc.ts'

export type Variables = Readonly<Record<string, string | undefined>>

/** Folders and files of one lab's workspace. */
export interface WorkspacePaths {
  /** All of the lab's own: `<data>/labs/<lab>`. */
  readonly root: string
  /** The learner's HOME. */
  readonly home: string
  readonly kubeconfig: string
  /** Links to the tools; first in PATH. */
  readonly bin: string
  /** rc file and completion scripts. */
  readonly shell: string
  readonly rc: string
  readonly completions: string
  /** Copies of HOME, one a step. */
  readonly kept: string
  /** Half-made things; emptied at every start. */
  readonly staging: string
}

export function workspacePaths(dataRoot: string, lab: string): WorkspacePaths {
  const root = join(dataRoot, 'labs', lab)
  const [home, shell] = [join(root, 'home'), join(root, 'shell')]
  return {
    root,
    home,
    kubeconfig: join(home, '.kube', 'config'),
    bin: join(root, 'bin'),
    shell,
    rc: join(shell, 'bashrc'),
    completions: join(shell, 'completions'),
    kept: join(root, 'kept'),
    staging: join(root, 'staging'),
  }
}

/** What of the user's environment a lab may see. All else (tokens, KUBECONFIG, NODE_OPTIONS, proxies) stays out. */
const ALLOWED: readonly string[] = ['TZ', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'SYSTEMROOT', 'ComSpec', 'PATHEXT']

/**
 * The whole environment of a lab's programs, made from the user's `host` environment. `more` is what the lab's Git
 * server adds.
 */
export function labEnvironment(
  paths: WorkspacePaths,
  host: Variables,
  shellFile: string,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const inherited = Object.fromEntries(ALLOWED.flatMap((name) => (host[name] ? [[name, host[name]]] : [])))
  const systemPath = cleanPath(host['PATH'] ?? host['Path'])
  const editor = firstProgram(systemPath, ['nano', 'vim', 'vi']) ?? 'vi'
  const { home } = paths
  return {
    ...inherited,
    ...language(host),
    PATH: [paths.bin, ...systemPath].join(delimiter),
    HOME: home,
    USER: 'learner',
    LOGNAME: 'learner',
    SHELL: shellFile,
    KUBECONFIG: paths.kubeconfig,
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_DATA_HOME: join(home, '.local', 'share'),
    XDG_STATE_HOME: join(home, '.local', 'state'),
    GIT_CONFIG_GLOBAL: join(home, '.gitconfig'),
    GIT_CONFIG_NOSYSTEM: '1',
    HISTFILE: join(home, '.bash_history'),
    LESSHISTFILE: '-',
    EDITOR: editor,
    KUBE_EDITOR: editor,
    [RC_VARIABLE]: paths.rc,
    [COMPLETIONS_VARIABLE]: paths.completions,
    ...more,
  }
}

/** The user's PATH without what is relative, or what npm put there to run us. */
export function cleanPath(path: string | undefined): readonly string[] {
  const folders = (path ?? '/usr/local/bin:/usr/bin:/bin').split(delimiter)
  const kept = folders.filter((folder) => isAbsolute(folder) && !/node_modules|node-gyp-bin/.test(folder))
  return [...new Set(kept)]
}

/** The first of these programs that one of the folders has. */
export function firstProgram(folders: readonly string[], names: readonly string[]): string | undefined {
  return names.find((name) => findProgram(folders, name) !== undefined)
}

/** Where a program is, looked up as a shell would. */
export function findProgram(folders: readonly string[], name: string): string | undefined {
  return folders.map((folder) => join(folder, name)).find(canExecute)
}

function canExecute(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The user's language where it is in UTF-8; else messages as they are but characters in UTF-8. */
function language(host: Variables): Record<string, string> {
  const isUtf8 = (value: string | undefined): value is string => /utf-?8/i.test(value ?? '')
  const own: Record<string, string> = {}
  for (const name of ['LANG', 'LANGUAGE', 'LC_ALL', 'LC_MESSAGES', 'LC_TIME', 'LC_NUMERIC', 'LC_COLLATE', 'LC_CTYPE']) {
    const value = host[name]
    if (value && (isUtf8(value) || name === 'LANGUAGE')) own[name] = value
  }
  const characters = own['LC_ALL'] ?? own['LC_CTYPE'] ?? own['LANG']
  if (characters === undefined) own['LC_CTYPE'] = process.platform === 'darwin' ? 'UTF-8' : 'C.UTF-8'
  return own
}
