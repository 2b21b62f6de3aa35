import { expect } from '@playwright/test'
import { test } from './face.ts'

test.setTimeout(300_000)

test('a learner bootstraps Flux, commits, and sees it run', async ({ face, learner }) => {
  await learner.openLab(/Bootstrap Flux/, 'GitOps')
  const lab = await face.lab('flux-bootstrap')
  for (const [index, step] of lab.steps.entries()) {
    await expect(learner.heading()).toHaveText(step.title)
    await learner.solve(lab, step)
    if (index < lab.steps.length - 1) await learner.nextStep()
  }
  await face.page.getByRole('tab', { name: 'Timeline' }).click()
  const changes = face.page.getByRole('list', { name: 'Changes, newest first' })
  await expect(changes.getByRole('button', { name: /: ready after/ }).first()).toBeVisible({ timeout: 60_000 })
})
