/** What is wrong with a CEL expression before it has seen any object. */

import { parse } from '@bufbuild/cel'
import { environment } from './cel-functions.ts'
import { literal, walk, type Expr, type Scope, type Syntax } from './cel-syntax.ts'
import { nearestWord } from './nearest.ts'
import { checkPattern } from './pattern.ts'

/** A mistake in an expression; line and column count from 1, the offset from 0. */
export interface CelProblem {
  readonly message: string
  readonly offset: number
  readonly line: number
  readonly column: number
}

/** Characters that an expression may have. */
const MAX_LENGTH = 2000
/** Brackets that may be open at one time; the parser calls itself for each. */
const MAX_DEPTH = 32
/** Parts (names, literals, calls, …) that an expression may have. */
const MAX_PARTS = 500

/** An expression that is fit to be evaluated, or the first thing that is wrong with it. */
export type Checked = { readonly syntax: Syntax } | { readonly problem: CelProblem }

/** The first mistake in the expression, with its place; undefined when it is a good one. */
export function checkCel(expression: string, variables: readonly string[] = ['object']): CelProblem | undefined {
  const checked = parseCel(expression, variables)
  return 'problem' in checked ? checked.problem : undefined
}

/** Parses the expression and checks its names and patterns. `variables` are the names that it may use. */
export function parseCel(expression: string, variables: readonly string[]): Checked {
  const outer = checkText(expression)
  if (outer !== undefined) return { problem: problemAt(expression, outer.offset, outer.message) }
  try {
    const { expr, sourceInfo } = parse(expression)
    const syntax: Syntax = { expr, sourceInfo }
    const mistake = checkParts(syntax, variables)
    return mistake === undefined ? { syntax } : { problem: problemAt(expression, mistake.offset, mistake.message) }
  } catch (error) {
    const mistake = parseMistake(expression, error)
    return { problem: problemAt(expression, mistake.offset, mistake.message) }
  }
}

interface Mistake {
  readonly offset: number
  readonly message: string
}

/** Length, quotes and brackets: the parser's own words for these point to the wrong place. */
function checkText(expression: string): Mistake | undefined {
  if (expression.trim() === '') return { offset: 0, message: 'The expression is empty.' }
  if (expression.length > MAX_LENGTH) {
    const message = `The expression has ${expression.length} characters; it may have ${MAX_LENGTH}.`
    return { offset: MAX_LENGTH, message }
  }
  return checkBrackets(expression)
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }
const TOKEN = /\/\/[^\n]*|[rRbB]{0,2}("""[^]*?"""|'''[^]*?'''|"(?:\\[^]|[^"\\\n])*"|'(?:\\[^]|[^'\\\n])*')|["'()[\]{}]/g

function checkBrackets(expression: string): Mistake | undefined {
  const open: Bracket[] = []
  for (const { 0: token, index: offset } of expression.matchAll(TOKEN)) {
    if (token === '"' || token === "'")
      return { offset, message: `The text that begins with ${token} is never closed.` }
    if (token in CLOSING) open.push({ bracket: token, offset })
    if (open.length > MAX_DEPTH) return { offset, message: `More than ${MAX_DEPTH} brackets are open here.` }
    if (!')]}'.includes(token)) continue
    const last = open.pop()
    if (last === undefined) return { offset, message: `This ${token} closes nothing.` }
    if (CLOSING[last.bracket] !== token) {
      return { offset, message: `This ${token} closes the ${last.bracket} of column ${last.offset + 1}.` }
    }
  }
  const last = open.at(-1)
  return last === undefined ? undefined : { offset: last.offset, message: `This ${last.bracket} is never closed.` }
}

interface Bracket {
  readonly bracket: string
  readonly offset: number
}

/** What does not parse, in the innermost brackets that do not: the parser gives up outside of them. */
function parseMistake(expression: string, error: unknown): Mistake {
  for (const { from, to, bracket } of pairs(expression)) {
    const inner = expression.slice(from, to)
    const [open, close] = bracket === '{' ? ['{', '}'] : ['[', ']']
    const innerError = inner.trim() === '' ? undefined : parseError(open + inner + close)
    if (innerError !== undefined) return shifted(mistakeIn(inner, offsetOf(innerError) - 1), from)
  }
  return mistakeIn(expression, offsetOf(error))
}

const shifted = ({ offset, message }: Mistake, by: number): Mistake => ({ offset: offset + by, message })

function parseError(expression: string): unknown {
  try {
    parse(expression)
    return undefined
  } catch (error) {
    return error
  }
}

/** What is between brackets, inner ones first. */
function pairs(
  expression: string,
): readonly { readonly from: number; readonly to: number; readonly bracket: string }[] {
  const open: Bracket[] = []
  return [...expression.matchAll(TOKEN)].flatMap(({ 0: token, index }) => {
    if (token in CLOSING) open.push({ bracket: token, offset: index })
    const last = ')]}'.includes(token) ? open.pop() : undefined
    return last === undefined ? [] : [{ from: last.offset + 1, to: index, bracket: last.bracket }]
  })
}

function mistakeIn(text: string, offset: number): Mistake {
  const rest = text.slice(Math.max(0, offset))
  const next = /^\s*(\S+)/.exec(rest)?.[1]
  if (next === undefined) return { offset: text.trimEnd().length, message: 'Something is missing here.' }
  const place = offset + rest.indexOf(next)
  if (/^=($|[^=])/.test(next)) return { offset: place, message: 'A single = does not compare; write ==.' }
  if (/^(&|\|)($|[^&|])/.test(next)) {
    return { offset: place, message: `Write ${next.charAt(0).repeat(2)} for ${next.startsWith('&') ? 'and' : 'or'}.` }
  }
  if (place > 0 && OPERATOR_AT_END.test(text))
    return { offset: text.trimEnd().length, message: 'Something is missing here.' }
  return { offset: place, message: `CEL does not understand "${next.slice(0, 20)}" here.` }
}

const OPERATOR_AT_END = /[=<>+\-*/%&|?:,.!]\s*$/

function offsetOf(error: unknown): number {
  const start = (error as { location?: { start?: { offset?: unknown } } }).location?.start?.offset
  return typeof start === 'number' ? start : 0
}

function checkParts(syntax: Syntax, variables: readonly string[]): Mistake | undefined {
  let parts = 0
  let mistake: Mistake | undefined
  walk(syntax.expr, (part, scope) => {
    parts++
    const message = mistake === undefined ? checkPart(part, scope, variables) : undefined
    if (message !== undefined) mistake = { offset: offsetIn(syntax, part), message }
  })
  if (parts > MAX_PARTS) return { offset: 0, message: `The expression has ${parts} parts; it may have ${MAX_PARTS}.` }
  return mistake
}

const offsetIn = (syntax: Syntax, part: Expr): number => syntax.sourceInfo?.positions[String(part.id)] ?? 0

function checkPart(part: Expr, scope: Scope | undefined, variables: readonly string[]): string | undefined {
  const { exprKind } = part
  if (exprKind.case === 'identExpr') return checkName(exprKind.value.name, scope, variables)
  if (exprKind.case === 'structExpr' && exprKind.value.messageName !== '')
    return `There is no type ${exprKind.value.messageName} here.`
  if (exprKind.case !== 'callExpr' || MACRO_PARTS.has(exprKind.value.function)) return undefined
  const { function: name, target, args } = exprKind.value
  return (
    checkCall(name, target !== undefined, args.length) ??
    (name === 'matches' ? checkLiteralPattern(args.at(-1)) : undefined)
  )
}

/** What the parser and the planner treat by themselves; no functions. */
const MACRO_PARTS: ReadonlySet<string> = new Set(['_&&_', '_||_', '_?_:_', '_[_]', '@not_strictly_false'])
const TYPE_NAMES = ['int', 'uint', 'double', 'bool', 'string', 'bytes', 'list', 'map', 'null_type', 'type']
const ITERATIONS = ['all', 'exists', 'exists_one', 'existsOne', 'filter', 'map']

function checkName(name: string, scope: Scope | undefined, variables: readonly string[]): string | undefined {
  if (name.startsWith('@') || variables.includes(name) || TYPE_NAMES.includes(name)) return undefined
  const loops: string[] = []
  for (let loop = scope; loop !== undefined; loop = loop.outer) loops.push(loop.name)
  if (loops.includes(name)) return undefined
  const known = [...variables, ...loops]
  const meant = nearestWord(name, known)
  const text = /^[\w-]+$/.test(name) ? ` For the text ${name}, write "${name}".` : ''
  return `There is no variable ${name}; ${meant === undefined ? `there is ${known.join(', ')}` : `did you mean ${meant}?`}${meant === undefined ? `.${text}` : ''}`
}

function checkCall(name: string, isMethod: boolean, count: number): string | undefined {
  if (name === 'has') return 'has() takes one field, as in has(object.spec.replicas).'
  const group = environment.funcs.find(name)
  if (group === undefined && isMethod && ITERATIONS.includes(name))
    return `${name}() takes a name and an expression, as in list.${name}(each, each == 1).`
  const callable = group === undefined ? [] : [...group].filter((func) => (func.target !== undefined) === isMethod)
  if (callable.length === 0) return noFunction(name, isMethod)
  const counts = [...new Set(callable.map((func) => func.arguments.length))]
  if (counts.includes(count)) return undefined
  return `${name}() takes ${counts.join(' or ')} ${counts.at(-1) === 1 ? 'argument' : 'arguments'}, not ${count}.`
}

function noFunction(name: string, isMethod: boolean): string {
  const all = [...environment.funcs].filter((func) => /^\w/.test(func.name))
  const kin = all.filter((func) => (func.target !== undefined) === isMethod).map((func) => func.name)
  if (all.some((func) => func.name === name))
    return isMethod
      ? `${name}() is not called on a value: write ${name}(value).`
      : `${name}() is called on a value: write value.${name}().`
  const meant = nearestWord(name, isMethod ? [...kin, ...ITERATIONS] : kin)
  return `There is no function ${name}()${meant === undefined ? '' : `; did you mean ${meant}()?`}${meant === undefined ? '.' : ''}`
}

function checkLiteralPattern(argument: Expr | undefined): string | undefined {
  const pattern = argument === undefined ? undefined : literal(argument)?.value
  return typeof pattern === 'string' ? checkPattern(pattern) : undefined
}

function problemAt(expression: string, offset: number, message: string): CelProblem {
  const before = expression.slice(0, offset)
  const line = before.split('\n').length
  return { message, offset, line, column: offset - before.lastIndexOf('\n') }
}
