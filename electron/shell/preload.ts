import { contextBridge, ipcRenderer } from 'electron'
import { bridgeOver } from './bridge.ts'

contextBridge.exposeInMainWorld(
  'drydock',
  bridgeOver((channel, ...args) => ipcRenderer.invoke(channel, ...args)),
)
