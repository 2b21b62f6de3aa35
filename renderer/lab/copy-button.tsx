import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useApp } from '../state/app.ts'
import { firstLine } from './first-line.ts'

const SAID_MS = 1_600

export function CopyButton({ text }: { readonly text: string }) {
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
    <button
      type="button"
      className="command__button"
      onClick={copy}
      aria-label={copied ? 'Copied' : `Copy: ${firstLine(text)}`}
    >
      {copied ? <Check size={14} aria-hidden="true" /> : <Copy size={14} aria-hidden="true" />}
      {copied ? 'Copied' : 'Copy'}
    </button>
  )
}
