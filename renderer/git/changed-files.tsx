import type { Comparison } from '../../electron/contract/git.ts'
import { counted } from '../catalogue/catalogue-words.ts'
import { countLines } from '../state/git-words.ts'
import { FileChange } from './file-change.tsx'
import { ProblemNote } from './problem-note.tsx'
import type { Answer } from './use-answer.ts'

interface ChangedFilesProps {
  readonly answer: Answer<Comparison>
  /** Said when there is no difference. */
  readonly none: string
}

/** The files of a comparison, each with its lines. */
export function ChangedFiles({ answer: { data, problem }, none }: ChangedFilesProps) {
  if (data === null)
    return problem === null ? <p className="git-late">Getting the changes…</p> : <ProblemNote problem={problem} />
  if (data.files.length === 0) return <p className="git-soft">{none}</p>
  const { added, removed } = countLines(data.files)
  return (
    <div className="changed-files">
      <h4 className="eyebrow">
        {counted(data.files.length, 'file')}, {counted(added, 'line')} added, {removed} removed
      </h4>
      {data.files.map((file) => (
        <FileChange key={`${file.previousPath} ${file.path}`} file={file} open={isShort(data)} />
      ))}
    </div>
  )
}

/** More than these are folded up at first: one then sees which files there are. */
const MOST_OPEN_FILES = 6
const MOST_OPEN_LINES = 400

function isShort({ files }: Comparison): boolean {
  const { added, removed } = countLines(files)
  return files.length <= MOST_OPEN_FILES && added + removed <= MOST_OPEN_LINES
}
