import { Check, Copy } from 'lucide-react'
import { useCopy } from '../shared/use-copy.ts'
import { firstLine } from './first-line.ts'

export function CopyButton({ text }: { readonly text: string }) {
  const { copied, copy } = useCopy(text)
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
