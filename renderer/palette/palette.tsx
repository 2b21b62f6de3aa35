import { Dialog } from '@base-ui/react/dialog'
import { Command } from 'cmdk'
import { useApp, useUi } from '../state/app.ts'
import { Keys } from '../ui/keys.tsx'
import { actionsFor } from './actions.ts'
import { ACTION_GROUPS } from './action.ts'
import type { Action } from './action.ts'
import { chordOf } from './chords.ts'
import { scoreOf } from './score.ts'
import './palette.css'

/** Every action, by typing a few letters of it. */
export function Palette() {
  const { commands } = useApp()
  const open = useUi((ui) => ui.overlay === 'palette')
  const close = (): void => commands.set({ overlay: null })
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && close()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="dialog palette" aria-label="Command palette">
          <PaletteList onClose={close} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function PaletteList({ onClose }: { readonly onClose: () => void }) {
  const app = useApp()
  const actions = actionsFor(app).filter((action) => action.id !== 'palette')
  const run = (action: Action): void => {
    onClose()
    // Once the dialog has given the focus back, so that an action may take it.
    setTimeout(() => action.run(), 0)
  }
  return (
    <Command label="Command palette" loop filter={scoreOf}>
      <Command.Input className="palette__input" placeholder="What do you want to do?" />
      <Command.List className="palette__list">
        <Command.Empty className="palette__empty">No action has these letters.</Command.Empty>
        {ACTION_GROUPS.map((group) => {
          const members = actions.filter((action) => action.group === group)
          return members.length === 0 ? null : (
            <Command.Group key={group} heading={group} className="palette__group">
              {members.map((action) => (
                <Command.Item
                  key={action.id}
                  value={`${action.title} ${group}`}
                  className="palette__item"
                  onSelect={() => run(action)}
                >
                  <span className="palette__title">{action.title}</span>
                  <ActionKeys id={action.id} />
                </Command.Item>
              ))}
            </Command.Group>
          )
        })}
      </Command.List>
    </Command>
  )
}

function ActionKeys({ id }: { readonly id: string }) {
  const chord = chordOf(id)
  return chord === undefined ? null : <Keys chord={chord} />
}
