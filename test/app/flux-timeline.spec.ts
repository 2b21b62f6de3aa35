import { join } from 'node:path'
import { expect } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { test } from './face.ts'

test.setTimeout(360_000)
test.use({ labs: join(import.meta.dirname, '../fixtures/labs-gitops-tiny') })

/** From a push to what Flux has made of it. */
const FLUX_MS = 60_000

test('a commit travels to ready pods, and one that does not build says why', async ({ face, learner }) => {
  const { page } = face
  await learner.openLab(/A small GitOps lab/, 'GitOps')
  const lab = await face.lab('pipeline')
  const [connect, change] = lab.steps
  await learner.solve(lab, connect!)
  await learner.nextStep()
  await learner.solve(lab, change!)

  await page.getByRole('tab', { name: 'Timeline' }).click()
  const changes = page.getByRole('list', { name: 'Changes, newest first' })
  const three = changes.getByRole('button', { name: /Ask for three: ready after/ })
  await expect(three).toBeVisible({ timeout: FLUX_MS })
  const stations = page.getByRole('list', { name: /^Stations of/ }).first()
  await expect(stations.getByRole('listitem')).toHaveText([
    /^committed/,
    /^fetched \+/,
    /^applied \+/,
    /^rolled out \+/,
    /^ready \+/,
  ])

  await learner.type(`cd ~/fleet && echo 'kind: [' >> apps/vote/deployment.yaml
git commit -qam 'Break the build' && git push -q`)
  const broken = changes.getByRole('listitem').filter({ hasText: 'Break the build' })
  await expect(broken).toContainText('not applied', { timeout: FLUX_MS })
  await expect(broken).toContainText(/yaml/i)
  await expectAccessible(page)

  await three.click()
  await expect(page.getByRole('group', { name: 'Lines of apps/vote/deployment.yaml' })).toContainText('replicas: 3')
  await page.getByRole('tab', { name: 'Cluster', exact: true }).click()
  await expect(page.getByRole('button', { name: /fleet GitRepository · main@/ })).toBeVisible()
})
