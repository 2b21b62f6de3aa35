import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { labId } from '../../../electron/contract/ids.ts'
import type { LearnerTools } from '../../../electron/engine/workspace/bin-folder.ts'
import { workspacePaths, type Variables, type WorkspacePaths } from '../../../electron/engine/workspace/environment.ts'
import { createWorkspace, type Workspace } from '../../../electron/engine/workspace/workspace.ts'
import { noTools } from './no-tools.ts'

export interface Place {
  readonly workspace: Workspace
  readonly paths: WorkspacePaths
  readonly labFolder: string
  /** Another workspace object on the same folder, as a restarted engine has. */
  again(): Workspace
  readonly remove: () => Promise<void>
}

export interface PlaceOptions {
  /** The lab's `files/`, by path. */
  readonly files?: Readonly<Record<string, string>>
  readonly host?: Variables
  readonly tools?: LearnerTools
}

/** A prepared workspace in a temporary folder whose name holds a blank, as on macOS. */
export async function makePlace({
  files = {},
  host = process.env,
  tools = noTools,
}: PlaceOptions = {}): Promise<Place> {
  const root = await mkdtemp(join(tmpdir(), 'drydock place-'))
  const labFolder = join(root, 'labs', 'sample')
  const dataRoot = join(root, 'data')
  for (const [name, text] of Object.entries(files)) {
    const path = join(labFolder, 'files', name)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
  }
  const lab = { id: labId('sample'), directory: labFolder }
  const opened: Workspace[] = []
  const again = (): Workspace => {
    const workspace = createWorkspace({ dataRoot, toolset: tools, lab, host })
    opened.push(workspace)
    return workspace
  }
  const workspace = again()
  await workspace.prepare()
  return {
    workspace,
    paths: workspacePaths(dataRoot, 'sample'),
    labFolder,
    again,
    async remove() {
      for (const one of opened) one.dispose()
      await rm(root, { recursive: true, force: true })
    },
  }
}

/** A provider's kubeconfig for one cluster. */
export function clusterYaml(name: string, port: number, token = 'secret'): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: `kwok-${name}`, cluster: { server: `https://127.0.0.1:${port}` } }],
    users: [{ name: 'admin', user: { token } }],
    contexts: [{ name, context: { cluster: `kwok-${name}`, user: 'admin' } }],
    'current-context': name,
  })
}
