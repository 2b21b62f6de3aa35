import { Lightbulb } from 'lucide-react'
import type { HintView, StepView } from '../../electron/contract/protocol.ts'
import { counted } from '../catalogue/catalogue-words.ts'
import { useApp } from '../state/app.ts'
import { Button } from '../ui/button.tsx'
import { mayBeShown } from './lab-model.ts'
import { Markdown } from './markdown.tsx'
import { CHORDS } from '../palette/chords.ts'

/** Hints one by one, each with what it costs, and the way to be shown the step. */
export function Hints({ step }: { readonly step: StepView }) {
  const { commands } = useApp()
  const opened = step.hints.filter((hint) => hint.text !== undefined)
  const next = step.hints[opened.length]
  return (
    <section className="hints" aria-label="Help with this step">
      {opened.map((hint, index) => (
        <div key={hint.text} className="hint">
          <p className="hint__head">
            <Lightbulb size={14} aria-hidden="true" />
            Hint {index + 1} of {step.hints.length}
            {hint.cost > 0 ? <span> · cost {counted(hint.cost, 'point')}</span> : null}
          </p>
          <Markdown text={hint.text ?? ''} step={`${step.name}/hint-${index + 1}`} />
        </div>
      ))}
      <div className="hints__actions">
        {next === undefined ? null : (
          <Button
            look="line"
            keys={CHORDS.hint}
            tip={hintTip(next)}
            onClick={() => commands.detached(commands.openHint(step.name))}
          >
            <Lightbulb size={14} aria-hidden="true" />
            Hint {opened.length + 1} of {step.hints.length}
            <span className="hints__cost">{next.cost > 0 ? `costs ${counted(next.cost, 'point')}` : 'free'}</span>
          </Button>
        )}
        {step.shown ? (
          <p className="hints__shown">This step was shown to you: it earns nothing, and you can go on.</p>
        ) : null}
        {mayBeShown(step) ? (
          <Button
            look="line"
            keys={CHORDS.show}
            tip="Types the solution into the terminal"
            onClick={() => commands.set({ overlay: 'show' })}
          >
            Show me
          </Button>
        ) : null}
      </div>
    </section>
  )
}

const hintTip = (hint: HintView): string =>
  hint.cost > 0 ? `Opening it takes ${counted(hint.cost, 'point')} off this step` : 'Opening it costs nothing'
