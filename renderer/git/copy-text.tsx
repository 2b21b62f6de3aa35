import { Check, Copy } from 'lucide-react'
import { useCopy } from '../shared/use-copy.ts'
import { Tip } from '../ui/tip.tsx'

interface CopyTextProps {
  readonly text: string
  /** What the button does, for those who hear the page. */
  readonly name: string
  readonly label: string
}

/** Puts a text on the clipboard; the whole of it is shown on hover and focus. */
export function CopyText({ text, name, label }: CopyTextProps) {
  const { copied, copy } = useCopy(text)
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
