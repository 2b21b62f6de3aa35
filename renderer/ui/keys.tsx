import { chordLabels } from './chord.ts'

/** A key chord as little key caps. */
export function Keys({ chord }: { readonly chord: string }) {
  return (
    <span className="keys">
      {chordLabels(chord, isMac()).map((label) => (
        <kbd key={label} className="kbd">
          {label}
        </kbd>
      ))}
    </span>
  )
}

export const isMac = (): boolean => navigator.platform.startsWith('Mac')
