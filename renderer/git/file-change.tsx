import { ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import type { DiffHunk, DiffLine, FileDiff } from '../../electron/contract/git.ts'
import { counted } from '../catalogue/catalogue-words.ts'
import { CHANGE_WORDS, countLines } from '../state/git-words.ts'
import { firstLines } from './first-lines.ts'
import './diff.css'

/** Longer ones are shown in part until one asks for the rest. */
const MOST_LINES = 300

/** What one file became: its name, and its lines under it. */
export function FileChange({ file, open: openFirst }: { readonly file: FileDiff; readonly open: boolean }) {
  const [open, setOpen] = useState(openFirst)
  const body = useId()
  const { added, removed } = countLines([file])
  return (
    <section className="file-change" aria-label={file.path}>
      <button
        type="button"
        className="file-change__head"
        aria-expanded={open}
        aria-controls={body}
        onClick={() => setOpen(!open)}
      >
        <ChevronRight size={14} aria-hidden="true" className="file-change__arrow" />
        <span className="file-change__path">
          {file.previousPath === undefined ? '' : `${file.previousPath} → `}
          {file.path}
        </span>
        <span className="file-change__word">{CHANGE_WORDS[file.change]}</span>
        {file.opaque ? null : (
          <span className="file-change__counts">
            <span className="visually-hidden">
              {counted(added, 'line')} added, {removed} removed
            </span>
            <span aria-hidden="true">
              +{added} −{removed}
            </span>
          </span>
        )}
      </button>
      <div id={body} hidden={!open}>
        {open ? <Body file={file} /> : null}
      </div>
    </section>
  )
}

function Body({ file }: { readonly file: FileDiff }) {
  const [all, setAll] = useState(false)
  if (file.opaque) return <p className="file-change__note">Not shown: it is not text, or too large to read here.</p>
  if (file.hunks.length === 0) return <p className="file-change__note">Its contents are the same.</p>
  const { hunks, left } = firstLines(file.hunks, all ? Infinity : MOST_LINES)
  return (
    <>
      <div className="diff" role="group" aria-label={`Lines of ${file.path}`} tabIndex={0}>
        <table>
          <thead className="visually-hidden">
            <tr>
              <th scope="col">Line before</th>
              <th scope="col">Line after</th>
              <th scope="col">Text</th>
            </tr>
          </thead>
          {hunks.map((hunk, index) => (
            // Parts of a file have no identity but their place.
            <HunkLines key={index} hunk={hunk} />
          ))}
        </table>
      </div>
      {left === 0 ? null : (
        <button type="button" className="button file-change__more" onClick={() => setAll(true)}>
          Show {counted(left, 'more line')}
        </button>
      )}
    </>
  )
}

function HunkLines({ hunk }: { readonly hunk: DiffHunk }) {
  return (
    <tbody>
      <tr className="diff__hunk">
        <td colSpan={3}>{hunk.header}</td>
      </tr>
      {hunk.lines.map((line, index) => (
        <Line key={index} line={line} />
      ))}
    </tbody>
  )
}

const SIGNS: Readonly<Record<DiffLine['kind'], string>> = { same: ' ', added: '+', removed: '−' }

function Line({ line: { kind, text, before, after } }: { readonly line: DiffLine }) {
  return (
    <tr className={`diff__line diff__line--${kind}`}>
      <td className="diff__number">{before}</td>
      <td className="diff__number">{after}</td>
      <td className="diff__text">
        <span className="diff__sign" aria-hidden="true">
          {SIGNS[kind]}
        </span>
        {kind === 'same' ? null : <span className="visually-hidden diff__word">{kind}: </span>}
        {text}
      </td>
    </tr>
  )
}
