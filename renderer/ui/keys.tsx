import { chordLabels } from './chord.ts'

/** A key chord as one key cap. */
export function Keys({ chord }: { readonly chord: string }) {
  const mac = isMac()
  return <kbd className="kbd">{chordLabels(chord, mac).join(mac ? '' : '+')}</kbd>
}

export const isMac = (): boolean => navigator.platform.startsWith('Mac')
