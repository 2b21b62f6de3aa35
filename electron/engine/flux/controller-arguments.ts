import type { FluxControllerName } from './controllers.ts'

/** Where a controller that runs on this machine finds and keeps its things. */
export interface ControllerPlace {
  readonly storagePath: string
  /** `127.0.0.1:PORT`, where source-controller serves artifacts. */
  readonly storageAddress: string
}

/**
 * What the pod's own arguments cannot decide here: addresses (those of a cluster's network are not to be reached), where
 * artifacts lie, and the election of a leader, since there is one.
 */
const OWN_FLAGS = [
  'events-addr',
  'metrics-addr',
  'health-addr',
  'storage-path',
  'storage-addr',
  'storage-adv-addr',
  'enable-leader-election',
  'leader-elect',
]
/** They may stand without a value; the others take the next argument when there is no `=`. */
const SWITCHES = new Set(['enable-leader-election', 'leader-elect'])

/**
 * Ahead of the pod's own arguments, so that these win. A Kustomization whose dependency is not ready looks again after
 * half a minute by default, which is long for somebody who watches.
 */
const QUICKER: Readonly<Record<FluxControllerName, readonly string[]>> = {
  'source-controller': [],
  'kustomize-controller': ['--requeue-dependency=2s'],
}

/** The arguments of the process: the pod's own, with everything that is bound to the place taken from `place`. */
export function controllerArguments(
  name: FluxControllerName,
  podArgs: readonly string[],
  place: ControllerPlace,
): readonly string[] {
  const storage = [
    `--storage-path=${place.storagePath}`,
    `--storage-addr=${place.storageAddress}`,
    `--storage-adv-addr=${place.storageAddress}`,
  ]
  return [
    ...QUICKER[name],
    ...withoutOwn(podArgs),
    '--events-addr=',
    '--metrics-addr=0',
    '--health-addr=0',
    '--enable-leader-election=false',
    ...(name === 'source-controller' ? storage : []),
  ]
}

function withoutOwn(args: readonly string[]): readonly string[] {
  const kept: string[] = []
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? ''
    const [, flag = '', value] = /^--?([^=]+)(=.*)?$/.exec(arg) ?? []
    if (!OWN_FLAGS.includes(flag)) kept.push(arg)
    else if (value === undefined && !SWITCHES.has(flag)) index += 1
  }
  return kept
}
