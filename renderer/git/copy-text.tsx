import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useApp } from '../state/app.ts'
import { Tip } from '../ui/tip.tsx'

const SAID_MS = 1_600

interface CopyTextProps {
  readonly text: string
  /** What the button does, for those who hear the page. */
  readonly name: string
  readonly label: string
}

/** Puts a text on the clipboard; the whole of it is shown on hover and focus. */
export function CopyText({ text, name, label }: CopyTextProps) {
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
  return (
    <Tip
      text={copied ? 'Copied' : text}
      trigger={
        <button
          type="button"
          className="button copy-text"
          aria-label={copied ? 'Copied' : `${name}: ${text}`}
          onClick={copy}
        >
          {copied ? <Check size={14} aria-hidden="true" /> : <Copy size={14} aria-hidden="true" />}
          {label}
        </button>
      }
    />
  )
}
