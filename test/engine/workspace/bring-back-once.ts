/** The engine of the crash test: brings a kept state back, and is killed while it does. */
import { labId } from '../../../electron/contract/ids.ts'
import { createWorkspace } from '../../../electron/engine/workspace/workspace.ts'
import { noTools } from './no-tools.ts'

const [dataRoot = '', directory = '', name = ''] = process.argv.slice(2)
const workspace = createWorkspace({ dataRoot, toolset: noTools, lab: { id: labId('sample'), directory } })
process.stdout.write('begins\n')
await workspace.bringBack(name)
