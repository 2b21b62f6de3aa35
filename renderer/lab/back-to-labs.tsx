import { ChevronLeft } from 'lucide-react'
import { useApp } from '../state/app.ts'
import { Button } from '../ui/button.tsx'
import { CHORDS } from '../palette/chords.ts'

export function BackToLabs() {
  const { commands } = useApp()
  return (
    <Button tip="All labs; this one stays open" keys={CHORDS.labs} onClick={() => commands.go({ screen: 'catalogue' })}>
      <ChevronLeft size={16} aria-hidden="true" />
      Labs
    </Button>
  )
}
