import type { LearnerTools } from '../../../electron/engine/workspace/bin-folder.ts'

/** A toolset with nothing in it. */
export const noTools: LearnerTools = {
  has: () => false,
  path: () => {
    throw new Error('no tools here')
  },
}
