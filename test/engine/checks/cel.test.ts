import { describe, expect, it } from 'vitest'
import { compileCel, type CelOutcome } from '../../../electron/engine/checks/cel.ts'

const deployment = {
  metadata: { name: 'vote', labels: { app: 'vote', 'app.kubernetes.io/name': 'vote' } },
  spec: {
    replicas: 3,
    ratio: 0.5,
    paused: false,
    strategy: null,
    template: {
      spec: {
        containers: [
          { name: 'vote', image: 'schoolofdevops/vote:v4', resources: { limits: { cpu: '500m' } } },
          { name: 'log' },
        ],
      },
    },
  },
  data: { count: '7', word: 'seven' },
}

function run(expression: string, object: unknown = deployment): CelOutcome {
  const compiled = compileCel(expression)
  return 'broken' in compiled ? compiled : compiled.program.run({ object })
}

describe('a CEL expression', () => {
  it.each<[string, unknown]>([
    ['object.spec.replicas == 3', true],
    ['object.spec.replicas >= 4', false],
    ['object.spec.replicas / 2', 1],
    ['object.spec.ratio * 3.0', 1.5],
    ['object.spec.replicas < 3.5', true],
    ['type(object.spec.replicas) == int', true],
    ['type(object.spec.ratio) == double', true],
    ['has(object.spec.replicas)', true],
    ['has(object.status)', false],
    ['has(object.spec.strategy)', false],
    ['object.spec.strategy == null', true],
    ['!object.spec.paused', true],
    ['size(object.spec.template.spec.containers)', 2],
    ['object.spec.template.spec.containers.exists(c, c.name == "vote" && c.image.endsWith(":v4"))', true],
    ['object.spec.template.spec.containers.all(c, has(c.image))', false],
    ['object.spec.template.spec.containers.exists_one(c, has(c.image))', true],
    ['object.spec.template.spec.containers.map(c, c.name)', ['vote', 'log']],
    ['object.spec.template.spec.containers.filter(c, has(c.image)).map(c, c.image.split(":")[1])', ['v4']],
    ['object.spec.template.spec.containers.map(c, has(c.image), c.name)', ['vote']],
    ['object.metadata.labels["app.kubernetes.io/name"]', 'vote'],
    ['"app" in object.metadata.labels', true],
    ['object.metadata.labels.exists(key, key == "app")', true],
    ['object.metadata.labels', { app: 'vote', 'app.kubernetes.io/name': 'vote' }],
    ['object.metadata.labels == {"app": "vote", "app.kubernetes.io/name": "vote"}', true],
    ['object.metadata.name.matches("^v.te$")', true],
    ['object.metadata.name.upperAscii() + "!"', 'VOTE!'],
    ['string(object.spec.replicas)', '3'],
    ['int(object.data.count) + 1', 8],
    ['"%s has %d".format([object.metadata.name, object.spec.replicas])', 'vote has 3'],
    ['object.spec.replicas > 2 ? "many" : "few"', 'many'],
    ['quantity(object.spec.template.spec.containers[0].resources.limits.cpu) == quantity("0.5")', true],
    ['quantity("1Gi").isGreaterThan(quantity("1023Mi"))', true],
    ['quantity("100m").compareTo(quantity("1")) == -1', true],
    ['isQuantity("ten")', false],
    ['timestamp("2026-01-01T00:00:00Z") < timestamp("2026-01-01T00:00:01Z")', true],
    ['object.spec.replicas == 3 || object.nowhere.to.be.found', true],
  ])('gives the value of %s', (expression, value) => {
    expect(run(expression)).toEqual({ value })
  })

  it.each<[string, string, string]>([
    ['object.status.availableReplicas == 1', 'status', 'status'],
    ['object.spec.template.metadata.labels.app == "x"', 'spec.template.metadata', 'spec.template.metadata'],
    ['has(object.status.conditions)', 'status', 'status'],
    ['object.metadata.labels["tier"] == "front"', 'metadata.labels.tier', 'metadata.labels.tier'],
    [
      'object.spec.template.spec.containers[5].name == "x"',
      'spec.template.spec.containers[5]',
      'spec.template.spec.containers[5]',
    ],
    [
      'object.spec.template.spec.containers.all(c, c.resources.limits.cpu == "500m")',
      'spec.template.spec.containers[].resources',
      'spec.template.spec.containers[].resources',
    ],
  ])('says which field %s misses', (expression, missing, path) => {
    expect(run(expression)).toMatchObject({ missing, path })
  })

  it.each([
    ['int(object.data.word) == 7', 'Cannot convert seven to a BigInt'],
    ['quantity(object.data.word) > 1.0', '"seven" is not a quantity'],
    ['object.spec.replicas / 0 == 1', 'int divide by zero'],
    ['object.data.word.substring(9) == ""', 'index 9 out of bounds [0, 5)'],
  ])('says what it cannot work with in %s', (expression, unusable) => {
    expect(run(expression)).toEqual({ unusable })
  })

  it.each([
    ['object.data.count > 6', '> does not work on (string, int)'],
    ['object.spec.replicas && true', 'type mismatch: expected bool, got int'],
    ['object.spec.replicas.startsWith("3")', 'startsWith does not work on int.(string)'],
    ['object.metadata.name.matches(object.metadata.name + "(")', 'error parsing regexp: missing closing ): `vote(`'],
  ])('says that %s is a mistake', (expression, broken) => {
    expect(run(expression)).toEqual({ broken })
  })

  it('does not see what every JavaScript object has', () => {
    expect(run('has(object.constructor) || has(object.__proto__) || has(object.toString)')).toEqual({ value: false })
  })

  it('sees own fields with such names', () => {
    expect(run('object.__proto__', JSON.parse('{"__proto__": 1}'))).toEqual({ value: 1 })
  })

  it('is compiled once', () => {
    expect(compileCel('object.spec.replicas == 3')).toBe(compileCel('object.spec.replicas == 3'))
  })
})

describe('an expression that costs too much', () => {
  const many = { items: Array.from({ length: 5000 }, (_, index) => ({ name: `item-${index}` })) }
  const doubling = (times: number, step: string, start: string): string => `${start}${`.map(x, ${step})`.repeat(times)}`

  it.each([
    ['loops in loops', 'object.items.all(a, object.items.all(b, object.items.all(c, true)))'],
    ['loops in loops that stop at once', 'object.items.all(a, object.items.exists(b, object.items.exists(c, true)))'],
    ['texts that double', doubling(40, 'x + x', '["0123456789"]')],
    ['texts that are replaced by longer ones', `"aa"${'.replace("a", "aaaa")'.repeat(60)} == ""`],
    ['lists that double', doubling(40, 'x + x', '[[1, 2]]')],
    ['lists that hold themselves twice', `${doubling(40, '[x, x]', '[1]')} == [1]`],
    ['maps that hold themselves twice', `${doubling(40, '{"a": x, "b": x}', '[1]')} == [1]`],
  ])('is stopped: %s', (_what, expression) => {
    const before = performance.now()
    expect(run(expression, many)).toEqual({ broken: expect.stringMatching(/^it costs too much/) })
    expect(performance.now() - before).toBeLessThan(3000)
  })

  it('is not one that looks at thousands of things', () => {
    expect(run('object.items.map(i, i.name).filter(n, n.endsWith("9")).size()', many)).toEqual({ value: 500 })
    expect(
      run('object.items.all(i, i.name.startsWith("item-") && i.name.size() < 20 && i.name != "item")', many),
    ).toEqual({ value: true })
  })
})
