import { describe, expect, it } from 'vitest'
import { condition, look, object, ownersOf } from './glance-builder.ts'

const REVISION = 'main@sha1:8e837dd72c0a75e6a593345eb88e97bd23d20cff'
const source = (rest: object) => object('source.toolkit.fluxcd.io/v1 GitRepository', { ...rest })
const kustomization = (rest: object) => object('kustomize.toolkit.fluxcd.io/v1 Kustomization', { ...rest })

describe('flux glance', () => {
  it('says which commit a source has', () => {
    const status = { artifact: { revision: REVISION }, conditions: [condition('Ready', 'True')] }
    const spec = { url: 'https://localhost:7443/learner/fleet.git', ref: { branch: 'main' } }
    expect(look(source({ spec, status }))).toEqual(['well', 'main@8e837dd', spec.url, 'main'])
  })

  it('says what Flux says against it', () => {
    const conditions = [condition('Ready', 'False', { reason: 'BuildFailed', message: 'yaml: line 18' })]
    const found = look(kustomization({ spec: { path: './apps' }, status: { conditions } }))
    expect(found).toEqual(['unwell', 'BuildFailed', 'yaml: line 18', './apps'])
  })

  it('says that it is under way, or that nobody looks', () => {
    const conditions = [condition('Ready', 'Unknown', { reason: 'Progressing' })]
    const suspended = { spec: { suspend: true }, status: { lastAppliedRevision: REVISION } }
    expect(
      [kustomization({ status: { conditions } }), kustomization({}), kustomization(suspended)].map((of) => look(of)),
    ).toEqual([
      ['progressing', 'Progressing'],
      ['progressing', 'not looked at yet'],
      ['neutral', 'suspended', 'main@8e837dd'],
    ])
  })

  it('hangs a Kustomization below its source, where that can be seen', () => {
    const spec = { sourceRef: { kind: 'GitRepository', name: 'fleet' } }
    expect(ownersOf(kustomization({ spec }))).toEqual(['uid of shop/fleet'])
    expect(ownersOf(kustomization({ spec: { sourceRef: { ...spec.sourceRef, kind: 'Bucket' } } }))).toEqual([])
  })
})
