import { AlertDialog } from '@base-ui/react/alert-dialog'
import { Dialog } from '@base-ui/react/dialog'
import { useRef } from 'react'
import type { ReactNode } from 'react'

interface ConfirmProps {
  readonly open: boolean
  readonly title: string
  readonly children: ReactNode
  readonly action: string
  readonly danger?: boolean
  readonly onConfirm: () => void
  readonly onClose: () => void
}

/** Asks once. Escape and Cancel leave everything as it is. */
export function Confirm({ open, title, children, action, danger = false, onConfirm, onClose }: ConfirmProps) {
  const confirm = (): void => {
    onClose()
    onConfirm()
  }
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="scrim" />
        <AlertDialog.Popup className="dialog">
          <AlertDialog.Title className="dialog__title">{title}</AlertDialog.Title>
          <AlertDialog.Description className="dialog__text" render={<div />}>
            {children}
          </AlertDialog.Description>
          <div className="dialog__actions">
            <AlertDialog.Close className="button button--line">Cancel</AlertDialog.Close>
            <button type="button" className={`button ${danger ? 'button--danger' : 'button--main'}`} onClick={confirm}>
              {action}
            </button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}

interface SheetProps {
  readonly open: boolean
  readonly title: string
  readonly children: ReactNode
  readonly onClose: () => void
}

/** Something to read. Its text takes the focus, so that the keyboard can scroll it. */
export function Sheet({ open, title, children, onClose }: SheetProps) {
  const body = useRef<HTMLDivElement>(null)
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="dialog dialog--sheet" initialFocus={body}>
          <Dialog.Title className="dialog__title">{title}</Dialog.Title>
          <div ref={body} className="dialog__body" role="group" aria-label={title} tabIndex={0}>
            {children}
          </div>
          <div className="dialog__actions">
            <Dialog.Close className="button button--line">Close</Dialog.Close>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
