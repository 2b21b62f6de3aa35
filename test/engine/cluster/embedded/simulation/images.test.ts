import { describe, expect, it } from 'vitest'

import { imageFate } from '../../../../../electron/engine/cluster/embedded/simulation/images.ts'

const DIGEST = `sha256:${'a1'.repeat(32)}`

describe('imageFate', () => {
  it.each([
    'schoolofdevops/vote',
    'schoolofdevops/vote:v1',
    'schoolofdevops/vote:v5',
    'docker.io/schoolofdevops/vote:v4',
    `schoolofdevops/vote@${DIGEST}`,
    'schoolofdevops/vote-worker',
    'nginx',
    'nginx:1.27',
    'nginx:1.27.0-alpine3.19-slim',
    'docker.io/library/nginx:stable',
    `nginx@${DIGEST}`,
    'redis:alpine',
    'postgres:15-alpine',
    'busybox:1.36',
    'perl:5.34.0',
    'ubuntu:22.04',
    'ubuntu:jammy-20240125',
    'rabbitmq:3-management',
    'registry.k8s.io/pause:3.10',
    'ghcr.io/fluxcd/source-controller:v1.9.6',
    'quay.io/brokenhearts/web:1',
    // As the course writes them.
    'myregistry/app1:v4',
    'xyz/abc:v1',
    'localhost:5000/app:whatever',
  ])('lets %s run', (image) => {
    expect(imageFate(image)).toBe('runs')
  })

  it.each([
    'schoolofdevops/vote:v9',
    'index.docker.io/schoolofdevops/vote:v9',
    'schoolofdevops/vote:lastest',
    'ngnix',
    'nginx:1.161',
    'nginx:v9',
    'redis:apline',
    'nginx:1.27-apline',
    'library/foo:1',
    'nginx:missing',
    'shop/web:does-not-exist',
    'registry.example/no-such-image:1',
    'acme/broken',
    'acme/app:NotFound',
  ])('finds no %s', (image) => {
    expect(imageFate(image)).toBe('missing')
  })

  it.each(['nginx:crash', 'schoolofdevops/vote:crash', 'acme/crashing:1', 'crashloop/app'])(
    'lets %s crash',
    (image) => {
      expect(imageFate(image)).toBe('crashes')
    },
  )
})
