/** What a `git` check wants of the files of a branch. */

import type { FileWish, Json } from '../../contract/lab.ts'
import type { Finding } from '../../contract/verdict.ts'
import { listed, showFile, showFiles, type LookedAt } from './git-words.ts'
import { matchObject } from './match-object.ts'
import { nearestWord } from './nearest.ts'
import { compilePattern } from './pattern.ts'
import { NOTHING, render, renderInSentence } from './render.ts'
import { yamlDocuments } from './yaml-documents.ts'

/** Everything about the file that is not as wanted. */
export function fileFindings(wish: FileWish, looked: LookedAt): readonly Finding[] {
  const { files } = looked.at
  if (!Object.hasOwn(files, wish.path)) return wish.exists === false ? [] : [missing(wish.path, looked)]
  if (wish.exists === false) return [unwelcome(wish.path, looked)]
  const text = files[wish.path]
  if (text === undefined) return wish.exists === undefined ? [opaque(wish.path, looked)] : []
  return textMisses(wish, text).map((miss) => toFinding(miss, wish.path, looked))
}

interface Miss {
  readonly path: string
  readonly expected: string
  readonly found: string
  /** What stands between "In deploy/vote.yaml of instavote (branch main) " and the full stop. */
  readonly says: string
}

function textMisses({ match, contains, matches, equals }: FileWish, text: string): readonly Miss[] {
  if (match !== undefined) return matchDocuments(match, text)
  if (contains !== undefined && !text.includes(contains))
    return [{ path: '', ...words(contains), says: `there is nowhere ${renderInSentence(contains)}` }]
  if (matches !== undefined && !compilePattern(matches).matcher(text).find())
    return [{ path: '', ...words(matches), says: `nothing fits the expression ${matches}` }]
  return equals === undefined ? [] : compareTexts(equals, text)
}

const words = (wanted: string) => ({ expected: render(wanted), found: NOTHING })

/** The mismatches of the document that comes nearest, of those that are of the wanted kind and name where there are any. */
function matchDocuments(wanted: Json, text: string): readonly Miss[] {
  const read = yamlDocuments(text)
  if ('problem' in read) return [notYaml(read.problem)]
  if (read.documents.length === 0)
    return [{ path: '', expected: render(wanted), found: NOTHING, says: 'there is nothing' }]
  const identity = identityOf(wanted)
  const own = read.documents.filter((document) => matchObject(identity, document).length === 0)
  const candidates = (own.length > 0 ? own : read.documents).map((document) => matchObject(wanted, document))
  const fewest = Math.min(...candidates.map((mismatches) => mismatches.length))
  const best = candidates.find((mismatches) => mismatches.length === fewest) ?? []
  return best.map(({ path, expected, found, says }) => ({ path, expected, found, says: `${path} ${says}` }))
}

const notYaml = (problem: string): Miss => ({
  path: '',
  expected: 'YAML',
  found: problem,
  says: `the YAML cannot be read: ${problem}`,
})

/** The part of what is wanted by which Kubernetes tells objects apart. */
function identityOf(wanted: Json): Json {
  if (!isMapping(wanted)) return {}
  const { kind, metadata } = wanted
  const name = isMapping(metadata) ? metadata['name'] : undefined
  return { ...(kind === undefined ? {} : { kind }), ...(name === undefined ? {} : { metadata: { name } }) }
}

const isMapping = (value: Json | undefined): value is Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function compareTexts(wanted: string, text: string): readonly Miss[] {
  const [want, have] = [wanted.trimEnd().split(/\r?\n/), text.trimEnd().split(/\r?\n/)]
  const index = Array.from({ length: Math.max(want.length, have.length) }).findIndex((_, at) => want[at] !== have[at])
  if (index < 0) return []
  const [expected, found] = [want[index], have[index]]
  const should = expected === undefined ? 'it should not be there' : `it should be ${renderInSentence(expected)}`
  const is = found === undefined ? 'is not there' : `is ${renderInSentence(found)}`
  return [
    {
      path: `line ${index + 1}`,
      expected: render(expected),
      found: render(found),
      says: `line ${index + 1} ${is}; ${should}`,
    },
  ]
}

const placeOf = ({ state, branch }: LookedAt): string => `${state.name}, branch ${branch}`
const titleOf = (path: string, looked: LookedAt): string => `${path} in ${placeOf(looked)}`

const toFinding = ({ says, ...miss }: Miss, path: string, looked: LookedAt): Finding => ({
  object: titleOf(path, looked),
  ...miss,
  message: `In ${path} of ${looked.state.name} (branch ${looked.branch}), ${says}.`,
  show: showFile(looked, path),
})

function missing(path: string, looked: LookedAt): Finding {
  return {
    object: titleOf(path, looked),
    path: '',
    expected: 'a file',
    found: NOTHING,
    message: `There is no file ${path} on branch ${looked.branch} of ${looked.state.name}. ${whereElse(path, looked)}`,
    show: showFiles(looked),
  }
}

/** Where the file may be instead: another branch, another folder, another name. */
function whereElse(path: string, { state, at, branch }: LookedAt): string {
  const others = state.branches.filter(({ name, files }) => name !== branch && Object.hasOwn(files, path))
  if (others.length > 0) return `It is on ${listed(others.map(({ name }) => name))}.`
  const paths = Object.keys(at.files)
  const base = path.slice(path.lastIndexOf('/') + 1)
  const meant = nearestWord(path, paths) ?? paths.find((other) => other === base || other.endsWith(`/${base}`))
  return meant === undefined ? 'A file counts once it is committed and pushed.' : `There is ${meant}; is that the one?`
}

const unwelcome = (path: string, looked: LookedAt): Finding => ({
  object: titleOf(path, looked),
  path: '',
  expected: NOTHING,
  found: path,
  message: `There is a file ${path} on branch ${looked.branch} of ${looked.state.name}; it should not be there.`,
  show: showFiles(looked),
})

const opaque = (path: string, looked: LookedAt): Finding => ({
  object: titleOf(path, looked),
  path: '',
  expected: 'a text file',
  found: 'something else',
  message: `${path} on branch ${looked.branch} of ${looked.state.name} is not text, or too large to be looked at.`,
  show: showFiles(looked),
})
