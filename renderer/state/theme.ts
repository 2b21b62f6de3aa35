import type { Preferences } from './preferences.ts'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const isTheme = (value: string | null): value is Theme => THEMES.some((theme) => theme === value)

export function readTheme(preferences: Preferences): Theme {
  const stored = preferences.read('theme')
  return isTheme(stored) ? stored : 'system'
}

/** `system` leaves the choice to the style sheet's media query. */
export function applyTheme(theme: Theme, root: HTMLElement): void {
  if (theme === 'system') delete root.dataset['theme']
  else root.dataset['theme'] = theme
}
