import { Play, TextCursorInput } from 'lucide-react'
import { useState } from 'react'
import type { MouseEvent } from 'react'
import { useApp, useEngine } from '../state/app.ts'
import { focusPane } from '../shared/panes.ts'
import { Tip } from '../ui/tip.tsx'
import { CopyButton } from './copy-button.tsx'
import { firstLine } from './first-line.ts'
import { notReady } from './lab-model.ts'
import { useHeldModifier } from './use-held-modifier.ts'
import './command-block.css'

interface CommandBlockProps {
  readonly text: string
  /** `STEP:LINE` when it is part of the instructions. */
  readonly block?: string
  readonly compact?: boolean
}

/** Commands that can be put at the prompt and run. With Alt or Shift held they are only put there. */
export function CommandBlock({ text, block, compact = false }: CommandBlockProps) {
  return (
    <div className={`command command--run ${compact ? 'command--compact' : ''}`}>
      <pre className="command__text" tabIndex={compact ? undefined : 0} aria-label="Commands">
        <code>{text}</code>
      </pre>
      <div className="command__actions">
        <RunButton text={text} block={block} />
        <CopyButton text={text} />
      </div>
    </div>
  )
}

function RunButton({ text, block }: { readonly text: string; readonly block: string | undefined }) {
  const { commands, ui } = useApp()
  const [near, setNear] = useState(false)
  const typeOnly = useHeldModifier(near)
  const waiting = useEngine((engine) => notReady(engine.clusters).length > 0)
  const run = (event: MouseEvent): void => {
    if (waiting) return
    const execute = !(event.altKey || event.shiftKey)
    if (block !== undefined) ui.setState(({ ranBlocks }) => ({ ranBlocks: new Set([...ranBlocks, block]) }))
    commands.detached(commands.type(text, execute))
    // A pointer, or a line that is to be finished by hand: on to the terminal. The keyboard keeps its place.
    if (event.detail > 0 || !execute) focusPane('terminal')
  }
  return (
    <Tip
      text={
        waiting ? 'The cluster is not ready yet' : 'Runs in the terminal. With Shift or Alt held it is only typed there'
      }
      trigger={
        <button
          type="button"
          className="command__button command__button--run"
          aria-disabled={waiting || undefined}
          aria-label={`${typeOnly ? 'Type' : 'Run'}: ${firstLine(text)}`}
          onClick={run}
          onPointerEnter={() => setNear(true)}
          onPointerLeave={() => setNear(false)}
          onFocus={() => setNear(true)}
          onBlur={() => setNear(false)}
        >
          {typeOnly ? <TextCursorInput size={14} aria-hidden="true" /> : <Play size={14} aria-hidden="true" />}
          {typeOnly ? 'Type' : 'Run'}
        </button>
      }
    />
  )
}
