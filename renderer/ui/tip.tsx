import { Tooltip } from '@base-ui/react/tooltip'
import type { ReactElement } from 'react'
import { Keys } from './keys.tsx'

interface TipProps {
  readonly text: string
  readonly keys?: string | undefined
  readonly trigger: ReactElement
}

/** A few words beside an element while it is hovered or focused. Never the only place of what it says. */
export function Tip({ text, keys, trigger }: TipProps) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger render={trigger} />
      <Tooltip.Portal>
        <Tooltip.Positioner sideOffset={6} collisionPadding={8} className="layer-tip">
          <Tooltip.Popup className="tip">
            {text}
            {keys === undefined ? null : <Keys chord={keys} />}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}
