import { describe, expect, it } from 'vitest'
import { compileCel } from '../../../electron/engine/checks/cel.ts'
import { explainRule } from '../../../electron/engine/checks/cel-explain.ts'
import { vote } from './builders.ts'

function said(rule: string, object: unknown = vote()): readonly string[] {
  const compiled = compileCel(rule)
  if ('broken' in compiled) return [compiled.broken]
  return explainRule(compiled.program, object).map(({ path, says }) => `${path} ${says}`)
}

const pods = {
  spec: {
    containers: [
      { name: 'vote', image: 'vote:v4', ports: [{ containerPort: 80 }, { containerPort: 8080 }] },
      { name: 'log', image: 'log:v1', resources: { limits: { cpu: '1' } } },
    ],
  },
}

describe('explainRule', () => {
  it.each([
    ['object.status.availableReplicas == 4', 'status.availableReplicas is 3; it should be 4'],
    ['4 <= object.status.availableReplicas', 'status.availableReplicas is 3; it should be at least 4'],
    ['object.spec.replicas != 3', 'spec.replicas is 3; it should be anything but 3'],
    ['object.spec.replicas in [4, 5]', 'spec.replicas is 3; it should be one of [4,5]'],
    ['object.status.availableReplicas == object.spec.replicas + 1', 'status.availableReplicas is 3; it should be 4'],
    [
      'object.spec.replicas > object.status.availableReplicas',
      'spec.replicas is 3; it should be more than 3, as status.availableReplicas',
    ],
    ['object.status.readyReplicas == 3', 'status.readyReplicas is not set; it should be 3'],
    [
      'has(object.status.readyReplicas) && object.status.readyReplicas >= 3',
      'status.readyReplicas is not set; it should be at least 3',
    ],
    ['has(object.spec.paused)', 'spec.paused is not set; it should be'],
    ['!has(object.spec.replicas)', 'spec.replicas is 3; it should not be set'],
    [
      'size(object.spec.template.spec.containers) == 2',
      'spec.template.spec.containers has 1 entry; it should have 2 entries',
    ],
    [
      'object.spec.template.spec.containers.size() > 1',
      'spec.template.spec.containers has 1 entry; it should have more than 1 entry',
    ],
    [
      'object.metadata.name.startsWith("result")',
      'metadata.name is "vote"; it should be something that starts with "result"',
    ],
    [
      'object.spec.template.spec.containers[0].image.endsWith(":v4")',
      'spec.template.spec.containers[0].image is "schoolofdevops/vote:v5"; it should be something that ends with ":v4"',
    ],
    [
      'object.spec.template.spec.containers.all(c, c.image.endsWith(":v4"))',
      'spec.template.spec.containers[0].image is "schoolofdevops/vote:v5"; it should be something that ends with ":v4"',
    ],
    [
      'object.spec.template.spec.containers.exists(c, c.resources.limits.cpu == "1")',
      'spec.template.spec.containers has no element c with c.resources.limits.cpu == "1"',
    ],
    [
      'int(object.metadata.name) == 1',
      'metadata.name cannot be tested with int(object.metadata.name) == 1: Cannot convert vote to a BigInt',
    ],
    [
      'object.spec.replicas == 3 ? false : true',
      'spec.replicas does not satisfy (object.spec.replicas == 3) ? false : true',
    ],
  ])('says why %s is not true', (rule, message) => {
    expect(said(rule)).toEqual([message])
  })

  it.each([
    [
      'object.spec.containers.all(c, c.image.endsWith(":v4"))',
      ['spec.containers[1].image is "log:v1"; it should be something that ends with ":v4"'],
    ],
    [
      'object.spec.containers.all(c, has(c.resources) && c.resources.limits.cpu == "2")',
      [
        'spec.containers[0].resources is not set; it should be',
        'spec.containers[1].resources.limits.cpu is "1"; it should be "2"',
      ],
    ],
    [
      'object.spec.containers.all(c, c.ports.all(p, p.containerPort < 1024))',
      [
        'spec.containers[0].ports[1].containerPort is 8080; it should be less than 1024',
        'spec.containers[1].ports is not set; it should be',
      ],
    ],
    [
      'object.spec.containers.all(c, c.name != "log")',
      ['spec.containers[1].name is "log"; it should be anything but "log"'],
    ],
    ['object.spec.containers.exists(c, c.name == "db")', ['spec.containers has no element c with c.name == "db"']],
    [
      'object.spec.containers.map(c, c.name) == ["vote"]',
      ['spec.containers does not satisfy object.spec.containers.map(c, c.name) == ["vote"]'],
    ],
    ['object.spec.containers[0].ports.size() == 1', ['spec.containers[0].ports has 2 entries; it should have 1 entry']],
  ])('says which elements make %s untrue', (rule, sentences) => {
    expect(said(rule, pods)).toEqual(sentences)
  })

  it('says every part of a rule that is not true', () => {
    const rule = 'object.spec.replicas == 4 && object.status.availableReplicas == 4 && object.metadata.name == "vote"'
    expect(said(rule)).toEqual(['spec.replicas is 3; it should be 4', 'status.availableReplicas is 3; it should be 4'])
  })
})
