/** JUnit XML, as CI systems read it. */

export interface JunitCase {
  readonly name: string
  readonly seconds?: number
  /** Exactly one of these, or none for a case that passed. */
  readonly failure?: JunitTrouble
  /** Cannot tell: an error of the surroundings, not a failure of the learner. */
  readonly error?: JunitTrouble
}

export interface JunitTrouble {
  readonly message: string
  readonly text: string
}

export interface JunitSuite {
  readonly name: string
  readonly cases: readonly JunitCase[]
}

export function junit(name: string, suites: readonly JunitSuite[]): string {
  const all = suites.flatMap((suite) => suite.cases)
  const body = suites.map(suiteXml).join('')
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${escape(name)}" ${totals(all)}>\n${body}</testsuites>\n`
}

function suiteXml({ name, cases }: JunitSuite): string {
  return `  <testsuite name="${escape(name)}" ${totals(cases)}>\n${cases.map((each) => caseXml(name, each)).join('')}  </testsuite>\n`
}

function totals(cases: readonly JunitCase[]): string {
  const failures = cases.filter((each) => each.failure !== undefined).length
  const errors = cases.filter((each) => each.error !== undefined).length
  const time = cases.reduce((sum, each) => sum + (each.seconds ?? 0), 0)
  return `tests="${cases.length}" failures="${failures}" errors="${errors}" time="${time.toFixed(3)}"`
}

function caseXml(suite: string, { name, seconds, failure, error }: JunitCase): string {
  const time = seconds === undefined ? '' : ` time="${seconds.toFixed(3)}"`
  const open = `    <testcase classname="${escape(suite)}" name="${escape(name)}"${time}`
  const trouble = troubleXml('failure', failure) + troubleXml('error', error)
  return trouble === '' ? `${open}/>\n` : `${open}>\n${trouble}    </testcase>\n`
}

const troubleXml = (tag: 'failure' | 'error', trouble: JunitTrouble | undefined): string =>
  trouble === undefined ? '' : `      <${tag} message="${escape(trouble.message)}">${escape(trouble.text)}</${tag}>\n`

/** XML 1.0 has no way to write most control characters, so they are shown as what they are not. */
function escape(text: string): string {
  return text
    .replace(/(?![\n\t])\p{Cc}|[\ufffe\uffff]|\p{Cs}/gu, '\ufffd')
    .replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign)
    .replace(/\n/g, '&#10;')
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
