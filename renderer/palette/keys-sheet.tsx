import { useApp, useUi } from '../state/app.ts'
import { Sheet } from '../ui/dialog.tsx'
import { Keys } from '../ui/keys.tsx'
import { CHORDS } from './chords.ts'
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
      { chords: [CHORDS.palette], does: 'Command palette: every action, by its name' },
      {
        chords: [CHORDS['next-pane'], CHORDS['previous-pane']],
        does: 'Next pane, pane before: the way out of the terminal',
      },
      { chords: [CHORDS['pane-left'], CHORDS['pane-right']], does: 'Pane to the left, to the right' },
      { chords: [CHORDS.keys], does: 'This sheet' },
      { chords: [CHORDS.labs], does: 'All labs' },
      { chords: [CHORDS.theme], does: 'Theme: light, dark, as the system' },
    ],
  },
  {
    title: 'A step',
    lines: [
      { chords: [CHORDS['run-next']], does: 'Run the next command of the instructions' },
      { chords: [CHORDS['next-step'], CHORDS['previous-step']], does: 'Next step, step before' },
      { chords: [CHORDS.hint], does: 'Open the next hint' },
      { chords: [CHORDS.show], does: 'Show me' },
      { chords: [CHORDS.recheck], does: 'Check again' },
      { chords: [CHORDS['go-back']], does: 'Go back to a step' },
      { chords: [CHORDS.reset], does: 'Reset the lab' },
      { chords: [CHORDS['close-lab']], does: 'Close the lab' },
    ],
  },
  {
    title: 'Terminal',
    lines: [
      { chords: [CHORDS['to-terminal']], does: 'To the terminal' },
      { chords: [CHORDS['new-terminal']], does: 'New terminal' },
      { chords: [CHORDS['next-terminal'], CHORDS['previous-terminal']], does: 'Next terminal, terminal before' },
      { chords: [CHORDS['close-terminal']], does: 'Close this terminal' },
      { chords: [CHORDS.search], does: 'Search the terminal' },
      { chords: ['Mod+Shift+KeyC', 'Mod+Shift+KeyV'], does: 'Copy the selection, paste' },
      { chords: [CHORDS['screen-reader']], does: 'Screen reader mode on or off' },
    ],
  },
  {
    title: 'Outside the terminal',
    lines: [
      { chords: ['Mod+KeyK'], does: 'Command palette' },
      { chords: ['key:?'], does: 'This sheet' },
      { chords: [CHORDS['to-steps'], CHORDS['to-instructions']], does: 'To the steps, to the instructions' },
      { chords: [CHORDS['to-cluster'], CHORDS['to-checks']], does: 'To the cluster, to the checks' },
      { chords: [CHORDS['to-git'], CHORDS['to-timeline']], does: 'To Git, to the timeline' },
      { chords: [CHORDS['open-pull']], does: 'Open a pull request' },
      { chords: [CHORDS['copy-clone']], does: 'Copy the clone command' },
      { chords: [CHORDS['cluster-view']], does: 'Cluster as a graph or as a list' },
      { chords: ['ArrowLeft', 'ArrowRight'], does: 'On a line between two panes: resize them' },
    ],
  },
]

/** Every key, in words. */
export function KeysSheet() {
  const { commands } = useApp()
  const open = useUi((ui) => ui.overlay === 'keys')
  return (
    <Sheet open={open} title="Keys" onClose={() => commands.set({ overlay: null })}>
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
