import { useApp, useUi } from '../state/app.ts'
import { Sheet } from '../ui/dialog.tsx'
import { Keys } from '../ui/keys.tsx'
import './keys-sheet.css'

interface KeyLine {
  readonly chords: readonly string[]
  readonly does: string
}

const SECTIONS: readonly { readonly title: string; readonly note?: string; readonly lines: readonly KeyLine[] }[] = [
  {
    title: 'Everywhere',
    note: 'These work in the terminal too: they are keys that a shell does not use.',
    lines: [
      { chords: ['Mod+Shift+KeyP'], does: 'Command palette: every action, by its name' },
      { chords: ['F6', 'Shift+F6'], does: 'Next pane, pane before: the way out of the terminal' },
      { chords: ['Mod+Shift+ArrowLeft', 'Mod+Shift+ArrowRight'], does: 'Pane to the left, to the right' },
      { chords: ['F1'], does: 'This sheet' },
      { chords: ['Mod+Shift+Home'], does: 'All labs' },
      { chords: ['Mod+Shift+KeyL'], does: 'Theme: light, dark, as the system' },
    ],
  },
  {
    title: 'A step',
    lines: [
      { chords: ['Mod+Shift+Enter'], does: 'Run the next command of the instructions' },
      { chords: ['Mod+Shift+Period', 'Mod+Shift+Comma'], does: 'Next step, step before' },
      { chords: ['Mod+Shift+KeyH'], does: 'Open the next hint' },
      { chords: ['Mod+Shift+KeyS'], does: 'Show me' },
      { chords: ['Mod+Shift+KeyX'], does: 'Check again' },
      { chords: ['Mod+Shift+KeyZ'], does: 'Go back to a step' },
      { chords: ['Mod+Shift+Backspace'], does: 'Reset the lab' },
      { chords: ['Mod+Shift+End'], does: 'Close the lab' },
    ],
  },
  {
    title: 'Terminal',
    lines: [
      { chords: ['Mod+Backquote'], does: 'To the terminal' },
      { chords: ['Mod+Shift+Backquote'], does: 'New terminal' },
      { chords: ['Mod+Shift+ArrowDown', 'Mod+Shift+ArrowUp'], does: 'Next terminal, terminal before' },
      { chords: ['Mod+Shift+Delete'], does: 'Close this terminal' },
      { chords: ['Mod+Shift+KeyF'], does: 'Search the terminal' },
      { chords: ['Mod+Shift+KeyC', 'Mod+Shift+KeyV'], does: 'Copy the selection, paste' },
      { chords: ['Mod+Shift+KeyU'], does: 'Screen reader mode on or off' },
    ],
  },
  {
    title: 'Outside the terminal',
    lines: [
      { chords: ['Mod+KeyK'], does: 'Command palette' },
      { chords: ['key:?'], does: 'This sheet' },
      { chords: ['Mod+Shift+Digit1', 'Mod+Shift+Digit2'], does: 'To the steps, to the instructions' },
      { chords: ['Mod+Shift+Digit3', 'Mod+Shift+Digit4'], does: 'To the cluster, to the checks' },
      { chords: ['Mod+Shift+KeyG'], does: 'Cluster as a graph or as a list' },
      { chords: ['ArrowLeft', 'ArrowRight'], does: 'On a line between two panes: resize them' },
    ],
  },
]

/** Every key, in words. */
export function KeysSheet() {
  const { commands } = useApp()
  const open = useUi((ui) => ui.overlay === 'keys')
  return (
    <Sheet open={open} title="Keys" wide onClose={() => commands.set({ overlay: null })}>
      <div className="keys-sheet">
        {SECTIONS.map(({ title, note, lines }) => (
          <section key={title}>
            <h3 className="eyebrow">{title}</h3>
            {note === undefined ? null : <p className="keys-sheet__note">{note}</p>}
            <dl className="keys-sheet__lines">
              {lines.map(({ chords, does }) => (
                <div key={does}>
                  <dt>
                    {chords.map((chord) => (
                      <Keys key={chord} chord={chord} />
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Sheet>
  )
}
