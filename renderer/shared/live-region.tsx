import { useUi } from '../state/app.ts'

/** Where verdict changes are announced. Polite: it never interrupts. */
export function LiveRegion() {
  const announcement = useUi((ui) => ui.announcement)
  return (
    <div role="status" aria-live="polite" aria-label="Announcements" className="visually-hidden">
      {announcement}
    </div>
  )
}
