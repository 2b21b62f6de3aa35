import { useEffect, useState } from 'react'
import { useApp } from '../state/app.ts'

/** How long a button says that it has copied, in milliseconds. */
const SAID_MS = 1_600

/** Puts the text on the clipboard, and tells for a moment that it is there. */
export function useCopy(text: string): { readonly copied: boolean; readonly copy: () => void } {
  const { commands } = useApp()
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), SAID_MS)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = (): void => {
    commands.detached(navigator.clipboard.writeText(text).then(() => setCopied(true)))
  }
  return { copied, copy }
}
