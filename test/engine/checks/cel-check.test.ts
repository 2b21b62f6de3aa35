import { describe, expect, it } from 'vitest'
import { checkCel } from '../../../electron/engine/checks/cel.ts'

const said = (expression: string): string | undefined => {
  const problem = checkCel(expression)
  return problem && `${problem.line}:${problem.column}: ${problem.message}`
}

describe('checkCel', () => {
  it.each([
    'object.status.availableReplicas == 1',
    'object.spec.ports.exists(p, p.port == 80 && p.targetPort in [80, "http"])',
    'object.metadata.name.matches(r"^vote-[a-z0-9]+$")',
    '"brackets ) in ] text }" == \'it"s\' + """ ( """',
    'has(object.spec) // a remark (with a bracket\n && true',
    'type(object.spec.replicas) == int',
    'object.a.map(x, x.b.map(y, x.c + y.d)).size() > 0',
  ])('finds nothing wrong with %s', (expression) => {
    expect(checkCel(expression)).toBeUndefined()
  })

  it.each([
    ['', '1:1: The expression is empty.'],
    ['object.spec.replicas = 3', '1:22: A single = does not compare; write ==.'],
    ['object.spec.replicas == ', '1:24: Something is missing here.'],
    ['has(object.a) & has(object.b)', '1:15: Write && for and.'],
    ['has(object.a) | has(object.b)', '1:15: Write || for or.'],
    ['size(object.spec.ports == 1', '1:5: This ( is never closed.'],
    ['object.spec.ports[0 == 1)', '1:25: This ) closes the [ of column 18.'],
    ['object.a == 1)', '1:14: This ) closes nothing.'],
    ['has(object.a) && (object.b == )', '1:30: Something is missing here.'],
    ['object.a.all(x, x.b = 1)', '1:21: A single = does not compare; write ==.'],
    ['1 +* 2', '1:3: CEL does not understand "+*" here.'],
    ['object..a', '1:7: CEL does not understand "..a" here.'],
    ['object.metadata.name == "vote', '1:25: The text that begins with " is never closed.'],
    ['object.spec == {\n  "a": 1,\n  "b" 2\n}', '3:7: CEL does not understand "2" here.'],
    ['objct.spec.replicas == 3', '1:1: There is no variable objct; did you mean object?'],
    [
      'object.metadata.name == vote',
      '1:25: There is no variable vote; there is object. For the text vote, write "vote".',
    ],
    [
      'object.spec.containers.all(c, d.image == "x")',
      '1:31: There is no variable d; there is object, c. For the text d, write "d".',
    ],
    ['lenght(object.spec.ports) == 1', '1:1: There is no function lenght().'],
    ['sise(object.spec.ports) == 1', '1:1: There is no function sise(); did you mean size()?'],
    ['object.metadata.name.startWith("v")', '1:21: There is no function startWith(); did you mean startsWith()?'],
    ['startsWith(object.metadata.name, "v")', '1:1: startsWith() is called on a value: write value.startsWith().'],
    ['object.spec.replicas.int() == 1', '1:21: int() is not called on a value: write int(value).'],
    ['object.metadata.name.startsWith()', '1:21: startsWith() takes 1 argument, not 0.'],
    ['has(object)', '1:1: has() takes one field, as in has(object.spec.replicas).'],
    [
      'object.spec.ports.all(p.port == 80)',
      '1:18: all() takes a name and an expression, as in list.all(each, each == 1).',
    ],
    ['object.metadata.name.matches("v(")', '1:21: "v(" is not an RE2 expression: missing closing ): `v(`.'],
    [
      'object.metadata.name.matches("(?=v)")',
      '1:21: "(?=v)" is not an RE2 expression: invalid or unsupported Perl syntax: `(?=`.',
    ],
    ['google.protobuf.Timestamp{seconds: 1} == 1', '1:1: There is no type google.protobuf.Timestamp here.'],
    [`object.a == ${'1 + '.repeat(600)}1`, '1:2001: The expression has 2413 characters; it may have 2000.'],
    [`${'1+'.repeat(400)}1 == 2`, '1:1: The expression has 803 parts; it may have 500.'],
    [`${'('.repeat(100)}1${')'.repeat(100)} == 1`, '1:33: More than 32 brackets are open here.'],
  ])('says what is wrong with %s', (expression, problem) => {
    expect(said(expression)).toBe(problem)
  })

  it('knows only the variables that it is told of', () => {
    expect(checkCel('size(objects) == 1', ['objects'])).toBeUndefined()
    expect(checkCel('object.spec.replicas', ['objects'])?.message).toBe(
      'There is no variable object; did you mean objects?',
    )
  })

  it('says in which line of several', () => {
    expect(checkCel('has(object.a) &&\n  objct.b == 1')).toEqual({
      message: 'There is no variable objct; did you mean object?',
      offset: 19,
      line: 2,
      column: 3,
    })
  })
})
