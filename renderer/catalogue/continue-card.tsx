import { Play } from 'lucide-react'
import type { LabSummary } from '../../electron/contract/protocol.ts'
import { useApp } from '../state/app.ts'
import { Button } from '../ui/button.tsx'
import { progressWords } from './catalogue-words.ts'

interface ContinueCardProps {
  readonly lab: LabSummary
  /** It is the lab that is open now: its cluster runs. */
  readonly open: boolean
}

export function ContinueCard({ lab, open }: ContinueCardProps) {
  const { commands } = useApp()
  return (
    <section className="continue" aria-label="Continue">
      <div className="continue__words">
        <p className="eyebrow">{open ? 'Open now' : 'Continue'}</p>
        <h2 className="continue__title">{lab.title}</h2>
        <p className="continue__note">
          {progressWords(lab)}
          {open ? ' · its cluster and terminals are kept running' : ''}
        </p>
      </div>
      {open ? (
        <Button tip="Ends its terminals; what you did is kept" onClick={() => commands.set({ overlay: 'close-lab' })}>
          Close the lab
        </Button>
      ) : null}
      <Button look="main" onClick={() => commands.go({ screen: 'lab', lab: lab.id })}>
        <Play size={14} aria-hidden="true" />
        Resume
      </Button>
    </section>
  )
}
