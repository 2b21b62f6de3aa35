import type { SearchAddon } from '@xterm/addon-search'
import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { IconButton } from '../ui/button.tsx'

const DECORATIONS = {
  matchBackground: '#4a4426',
  matchBorder: '#8a7a35',
  matchOverviewRuler: '#e0c46c',
  activeMatchBackground: '#7a6213',
  activeMatchBorder: '#e0c46c',
  activeMatchColorOverviewRuler: '#eed68c',
}

interface SearchBarProps {
  readonly search: SearchAddon
  readonly onClose: () => void
}

/** Looks for text on the screen and in the scrollback of the terminal in front. */
export function SearchBar({ search, onClose }: SearchBarProps) {
  const [text, setText] = useState('')
  const [found, setFound] = useState<{ index: number; count: number } | null>(null)
  useEffect(() => {
    const listening = search.onDidChangeResults(({ resultIndex, resultCount }) => {
      setFound({ index: resultIndex, count: resultCount })
    })
    return () => listening.dispose()
  }, [search])
  const find = (forward: boolean, incremental = false, wanted = text): void => {
    if (wanted === '') search.clearDecorations()
    else if (forward) search.findNext(wanted, { decorations: DECORATIONS, incremental })
    else search.findPrevious(wanted, { decorations: DECORATIONS })
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onClose()
    else if (event.key === 'Enter') find(event.shiftKey)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="search-bar" role="search" aria-label="Search this terminal">
      <input
        // The person asked for this field: it takes the focus when it appears.
        ref={(input) => input?.focus()}
        className="search-bar__input"
        placeholder="Search"
        aria-label="Search for"
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          find(false, true, event.target.value)
        }}
        onKeyDown={onKeyDown}
      />
      <output className="search-bar__count">{text === '' || found === null ? '' : countWords(found)}</output>
      <IconButton name="Match above" onClick={() => find(false)}>
        <ChevronUp size={16} aria-hidden="true" />
      </IconButton>
      <IconButton name="Match below" onClick={() => find(true)}>
        <ChevronDown size={16} aria-hidden="true" />
      </IconButton>
      <IconButton name="End the search" onClick={onClose}>
        <X size={16} aria-hidden="true" />
      </IconButton>
    </div>
  )
}

const countWords = ({ index, count }: { index: number; count: number }): string =>
  count === 0 ? 'nothing found' : `${index + 1} of ${count}`
