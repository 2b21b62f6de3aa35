import type { ComponentProps, ReactNode } from 'react'
import { Tip } from './tip.tsx'

interface Look {
  readonly look?: 'plain' | 'line' | 'main' | 'danger'
  /** Why it cannot be pressed now. It stays focusable, so that everybody can find out. */
  readonly because?: string | undefined
  /** Shown beside it on hover and focus. */
  readonly tip?: string | undefined
  readonly keys?: string | undefined
}

type ButtonProps = Omit<ComponentProps<'button'>, 'disabled'> & Look

export function Button({ look = 'plain', because, tip, keys, className, onClick, ...rest }: ButtonProps) {
  const off = because !== undefined
  const button = (
    <button
      type="button"
      {...rest}
      className={['button', look === 'plain' ? '' : `button--${look}`, className ?? ''].filter(Boolean).join(' ')}
      aria-disabled={off || undefined}
      onClick={off ? undefined : onClick}
    />
  )
  const text = because ?? tip
  return text === undefined ? button : <Tip text={text} keys={off ? undefined : keys} trigger={button} />
}

/** A button that is only a picture; its name is its tip. */
export function IconButton({
  name,
  children,
  ...rest
}: ButtonProps & { readonly name: string; readonly children: ReactNode }) {
  return (
    <Button aria-label={name} tip={name} {...rest} className={`button--icon ${rest.className ?? ''}`}>
      {children}
    </Button>
  )
}
