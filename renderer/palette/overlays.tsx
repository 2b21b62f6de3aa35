import { useApp, useAppState, useUi } from '../state/app.ts'
import { Confirm } from '../ui/dialog.tsx'
import { currentPlace } from '../lab/lab-model.ts'
import { KeysSheet } from './keys-sheet.tsx'
import { Palette } from './palette.tsx'
import { useKeys } from './use-keys.ts'

/** What lies over the screens: the palette, the keys, and the questions that are asked once. */
export function Overlays() {
  useKeys()
  return (
    <>
      <Palette />
      <KeysSheet />
      <ResetQuestion />
      <ShowQuestion />
      <CloseQuestion />
    </>
  )
}

function useOverlay(name: 'reset' | 'show' | 'close-lab') {
  const { commands } = useApp()
  const open = useUi((ui) => ui.overlay === name)
  const lab = useAppState((state) => state.engine?.lab ?? null)
  return { open: open && lab !== null, lab, commands, onClose: () => commands.set({ overlay: null }) }
}

function ResetQuestion() {
  const { open, lab, commands, onClose } = useOverlay('reset')
  return (
    <Confirm
      open={open}
      title={`Reset ${lab?.title ?? 'this lab'}?`}
      action="Reset the lab"
      danger
      onClose={onClose}
      onConfirm={() => lab && commands.detached(commands.resetLab(lab.id))}
    >
      Its cluster, its files and your progress in it go back to before you first opened it. This cannot be undone. Other
      labs are not affected.
    </Confirm>
  )
}

function ShowQuestion() {
  const { open, lab, commands, onClose } = useOverlay('show')
  const step = lab === null ? undefined : currentPlace(lab)?.step
  return (
    <Confirm
      open={open && step !== undefined}
      title="Show this step?"
      action="Show me"
      onClose={onClose}
      onConfirm={() => step && commands.detached(commands.showSolution(step.name))}
    >
      The solution is typed into the terminal and run before your eyes. This step then earns nothing, and you can go on.
      A hint may be enough.
    </Confirm>
  )
}

function CloseQuestion() {
  const { open, lab, commands, onClose } = useOverlay('close-lab')
  return (
    <Confirm
      open={open}
      title={`Close ${lab?.title ?? 'this lab'}?`}
      action="Close the lab"
      onClose={onClose}
      onConfirm={() => commands.detached(commands.closeLab())}
    >
      Its terminals end. What you did is kept: opening the lab again brings it back as it is now.
    </Confirm>
  )
}
