import { CircleHelp, Command, Monitor, Moon, Sun } from 'lucide-react'
import { Menu } from '@base-ui/react/menu'
import type { ReactNode } from 'react'
import { useApp, useUi } from '../state/app.ts'
import type { Theme } from '../state/theme.ts'
import { IconButton } from '../ui/button.tsx'
import { isMac } from '../ui/keys.tsx'
import './top-bar.css'
import { CHORDS } from '../palette/chords.ts'

interface TopBarProps {
  readonly start: ReactNode
  readonly children?: ReactNode
}

/** The line on top of every screen: where one is, what can be done here, and the three things that are everywhere. */
export function TopBar({ start, children }: TopBarProps) {
  const { commands } = useApp()
  return (
    <header className="top-bar" data-pane="header">
      <div className="top-bar__start">{start}</div>
      {children}
      <div className="top-bar__everywhere">
        <ThemeMenu />
        <IconButton name="Command palette" keys={CHORDS.palette} onClick={() => commands.set({ overlay: 'palette' })}>
          {isMac() ? <Command size={16} aria-hidden="true" /> : <span className="top-bar__keys">Ctrl K</span>}
        </IconButton>
        <IconButton name="Keys and help" keys={CHORDS.keys} onClick={() => commands.set({ overlay: 'keys' })}>
          <CircleHelp size={16} aria-hidden="true" />
        </IconButton>
      </div>
    </header>
  )
}

const THEME_WORDS: Readonly<Record<Theme, string>> = { system: 'As the system', light: 'Light', dark: 'Dark' }
const THEME_ICONS = { system: Monitor, light: Sun, dark: Moon }

function ThemeMenu() {
  const { commands } = useApp()
  const theme = useUi((ui) => ui.theme)
  const Icon = THEME_ICONS[theme]
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger
        render={
          <IconButton name="Theme">
            <Icon size={16} aria-hidden="true" />
          </IconButton>
        }
      />
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} align="end" className="layer-menu">
          <Menu.Popup className="menu">
            <Menu.RadioGroup value={theme} onValueChange={(value: Theme) => commands.setTheme(value)}>
              {(Object.keys(THEME_WORDS) as Theme[]).map((value) => (
                <Menu.RadioItem key={value} value={value} className="menu__item" closeOnClick>
                  <span className="menu__check">
                    <Menu.RadioItemIndicator>✓</Menu.RadioItemIndicator>
                  </span>
                  {THEME_WORDS[value]}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
