/** Which folder may import what. DESIGN: the folder says where code runs; arrows only go up this list. */
const LAYERS = {
  'electron/contract': [],
  'electron/engine': ['electron/contract'],
  'electron/serve': ['electron/contract', 'electron/engine'],
  'electron/cli': ['electron/contract', 'electron/engine'],
  'electron/shell': ['electron/contract'],
  renderer: ['electron/contract'],
  scripts: ['electron/contract', 'electron/engine'],
}

/** Dangerous primitives: the packages, the one place that may use them, and what everybody else uses instead. */
const PRIMITIVES = [
  {
    packages: ['electron'],
    home: ['electron/shell/', 'scripts/electron-runtime/default-app/'],
    use: 'window.drydock (electron/shell/bridge.ts)',
  },
  { packages: ['ws'], home: ['electron/serve/'], use: 'the session of electron/serve/session.ts' },
  {
    packages: ['child_process', 'execa'],
    home: ['electron/engine/process/', 'electron/shell/engine-host\\.ts$', 'scripts/'],
    use: 'electron/engine/process',
  },
  {
    packages: ['node-pty', '@lydell/node-pty'],
    home: ['electron/engine/terminal/'],
    use: 'electron/engine/terminal/terminals.ts',
  },
  { packages: ['vm', 'cluster', 'repl', 'inspector'], home: [], use: 'nothing of the kind' },
]

const inside = (folders) => folders.map((folder) => `^${folder}/`)

const layers = Object.entries(LAYERS).map(([folder, allowed]) => ({
  name: `layer-${folder.split('/').at(-1)}`,
  severity: 'error',
  comment: `${folder} imports ${['itself', ...allowed].join(', ')} and nothing else of this repository.`,
  from: { path: `^${folder}/` },
  to: { path: '^(electron|renderer|scripts|labs|test)/', pathNot: inside([folder, ...allowed]) },
}))

const primitives = PRIMITIVES.map(({ packages, home, use }) => ({
  name: `primitive-${packages[0].split('/').at(-1)}`,
  severity: 'error',
  comment: `${packages.join(' and ')}: use ${use} instead.`,
  from: {
    path: '^(electron|renderer|scripts)/',
    ...(home.length > 0 ? { pathNot: home.map((path) => `^${path}`) } : {}),
  },
  to: { path: packages.map((name) => `^(node:)?${name}$|(^|/)node_modules/${name}/`) },
}))

export default {
  forbidden: [
    ...layers,
    ...primitives,
    {
      name: 'contract-is-pure',
      severity: 'error',
      comment: 'electron/contract runs everywhere: no package, no node: module.',
      from: { path: '^electron/contract/' },
      to: {
        dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown', 'unknown'],
      },
    },
    {
      name: 'renderer-has-no-node',
      severity: 'error',
      comment: 'renderer runs in a plain browser: no node: module.',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'shell-has-no-package',
      severity: 'error',
      comment: 'electron/shell stays small: electron and node: modules only.',
      from: { path: '^electron/shell/' },
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'npm-optional'],
        pathNot: ['(^|/)node_modules/electron/', '^electron$'],
      },
    },
    {
      name: 'product-needs-no-dev-package',
      severity: 'error',
      comment: 'What ships with the engine is listed in package.json under dependencies.',
      from: { path: '^electron/(engine|serve|cli)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-circle',
      severity: 'error',
      comment: 'Two files that import each other are one file, or hide a third.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'not-found',
      severity: 'error',
      comment: 'The imported file or package does not exist.',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\?(raw|url|worker|inline)$' },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.cache)/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'] },
  },
}
