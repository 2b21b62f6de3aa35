import { describe, expect, it } from 'vitest'
import { embeddedCapabilities } from '../../../electron/engine/cluster/embedded.ts'

describe('embeddedCapabilities', () => {
  const FLUX = ['flux', 'source-controller', 'kustomize-controller']
  const having = (...tools: readonly string[]) => ({ has: (tool: string) => tools.includes(tool) })

  it('has Flux as soon as the last of its tools has arrived', () => {
    const tools: string[] = []
    const capabilities = embeddedCapabilities({ has: (tool) => tools.includes(tool) }, process.env['PATH'])
    const seen = FLUX.map((tool) => {
      tools.push(tool)
      return capabilities().includes('flux')
    })
    expect([seen, capabilities().includes('git')]).toEqual([[false, false, true], true])
  })

  it('has neither Git nor Flux on a machine without Git', () => {
    expect(embeddedCapabilities(having(...FLUX), '/nowhere')()).toEqual([
      'objects',
      'rbac',
      'quota',
      'scheduling',
      'snapshot',
    ])
  })
})
