import { useEffect, useEffectEvent, useState } from 'react'
import { toWire } from '../../electron/contract/errors.ts'
import type { WireError } from '../../electron/contract/errors.ts'
import type { Command, Commands } from '../../electron/contract/protocol.ts'
import { useApp, useAppState } from '../state/app.ts'

export interface Answer<T> {
  /** Null until it has arrived. */
  readonly data: T | null
  readonly problem: WireError | null
}

interface Asked<T> extends Answer<T> {
  readonly question: string
  readonly version: string
}

const NOTHING = { data: null, problem: null } as const

/**
 * What the engine answers to a question, asked again whenever `version` changes and after a lost connection. The last
 * answer to the same question stays meanwhile, so that nothing jumps.
 */
export function useAnswer<C extends Command>(
  command: C,
  params: Commands[C]['params'],
  version: string,
): Answer<Commands[C]['reply']> {
  const { client } = useApp()
  const live = useAppState(({ connection }) => connection.phase === 'live')
  const question = JSON.stringify(params)
  const [answer, setAnswer] = useState<Asked<Commands[C]['reply']>>()
  const same = answer?.question === question ? answer : undefined
  const ask = useEffectEvent(() => client.call(command, params))
  useEffect(() => {
    if (!live) return
    let late = false
    ask().then(
      (data) => (late ? undefined : setAnswer({ question, version, data, problem: null })),
      (error: unknown) =>
        late ? undefined : setAnswer((last) => failed(last, { question, version, problem: toWire(error) })),
    )
    return () => {
      late = true
    }
  }, [question, version, live])
  return same ?? NOTHING
}

/** What was answered before stays in sight. */
function failed<T>(last: Asked<T> | undefined, now: Omit<Asked<T>, 'data'>): Asked<T> {
  return { ...now, data: last?.question === now.question ? last.data : null }
}
