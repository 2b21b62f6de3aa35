import { useState } from 'react'
import type { WireError } from '../../electron/contract/errors.ts'
import { useApp } from '../state/app.ts'

export interface Attempt {
  readonly busy: boolean
  /** What stood in the way the last time. */
  readonly problem: WireError | null
  run(work: () => Promise<WireError | null>): void
}

/** Something that is asked of the engine once at a time, and that says by itself what stood in its way. */
export function useAttempt(): Attempt {
  const { commands } = useApp()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<WireError | null>(null)
  return {
    busy,
    problem,
    run(work) {
      if (busy) return
      setBusy(true)
      setProblem(null)
      commands.detached(
        work()
          .then(setProblem)
          .finally(() => setBusy(false)),
      )
    },
  }
}
