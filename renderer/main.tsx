import '@fontsource-variable/inter/index.css'
import '@fontsource-variable/jetbrains-mono/index.css'
import '@xterm/xterm/css/xterm.css'
import './ui/tokens.css'
import './ui/base.css'
import './ui/controls.css'
import { createRoot } from 'react-dom/client'
import { AppRoot } from './app-root.tsx'
import { createApp } from './state/create-app.ts'

const element = document.getElementById('root')
if (element === null) throw new Error('index.html has no #root.')
createRoot(element).render(<AppRoot app={createApp(window)} />)
