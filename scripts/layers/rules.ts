/**
 * Which folder may import what. The folder says where code runs; arrows only go up this list. The compiler keeps most of
 * it (`lib`, `types` and references of each folder); this keeps the rest, and says it in words.
 */
export const LAYERS: Readonly<Record<string, readonly string[]>> = {
  'electron/contract': [],
  'electron/engine': ['electron/contract'],
  'electron/serve': ['electron/contract', 'electron/engine'],
  'electron/cli': ['electron/contract', 'electron/engine'],
  'electron/shell': ['electron/contract'],
  renderer: ['electron/contract'],
  // The start script keeps the engine of the browser face running just as the shell does.
  scripts: ['electron/contract', 'electron/engine', 'electron/shell/engine-host.ts'],
}

/** Dangerous primitives: the packages, the places that may use them, and what everybody else uses instead. */
export interface Primitive {
  readonly packages: readonly string[]
  readonly homes: readonly string[]
  readonly instead: string
}

export const PRIMITIVES: readonly Primitive[] = [
  {
    packages: ['electron'],
    homes: ['electron/shell', 'scripts/electron-runtime/default-app'],
    instead: 'window.drydock (electron/contract/bridge.ts)',
  },
  { packages: ['ws'], homes: ['electron/serve', 'scripts/bench'], instead: 'a session (electron/serve/session.ts)' },
  {
    packages: ['node:child_process', 'execa'],
    homes: [
      'electron/engine/process',
      // Streams, and answers that are not text, which `run` does not have.
      'electron/engine/git/run-git.ts',
      'electron/engine/git/server/http-backend.ts',
      'electron/cli/serve.ts',
      'electron/shell/engine-process.ts',
      'scripts',
    ],
    instead: 'run (electron/engine/process/run.ts)',
  },
  {
    packages: ['node-pty', '@lydell/node-pty'],
    homes: ['electron/engine/terminal'],
    instead: 'terminals (electron/engine/terminal/terminals.ts)',
  },
  { packages: ['node:vm', 'node:cluster', 'node:repl', 'node:inspector'], homes: [], instead: 'nothing of the kind' },
]

/** What a folder may take from outside this repository. */
export interface Outside {
  readonly builtins: boolean
  /** `all`, or only those that package.json lists under `dependencies`, because they ship; or just these. */
  readonly packages: 'all' | 'shipped' | readonly string[]
}

export const OUTSIDE: Readonly<Record<string, Outside>> = {
  'electron/contract': { builtins: false, packages: [] },
  'electron/engine': { builtins: true, packages: 'shipped' },
  'electron/serve': { builtins: true, packages: 'shipped' },
  'electron/cli': { builtins: true, packages: 'shipped' },
  'electron/shell': { builtins: true, packages: ['electron'] },
  renderer: { builtins: false, packages: 'all' },
  scripts: { builtins: true, packages: 'all' },
}

export const isIn = (file: string, folders: readonly string[]): boolean =>
  folders.some((folder) => file === folder || file.startsWith(`${folder}/`))
