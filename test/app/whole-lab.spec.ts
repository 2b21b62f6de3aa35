import { expect } from '@playwright/test'
import { test } from './face.ts'

test.setTimeout(240_000)

test('a learner does a whole lab by typing its commands', async ({ face, learner }) => {
  await learner.openLab(/Deployments keep their promise/)
  const lab = await face.lab('deployments')
  for (const [index, step] of lab.steps.entries()) {
    await expect(learner.heading()).toHaveText(step.title)
    await learner.solve(lab, step)
    if (index < lab.steps.length - 1) await learner.nextStep()
  }
  await face.page.getByRole('button', { name: 'Labs', exact: true }).click()
  const entry = face.page
    .getByRole('region', { name: 'Kubernetes' })
    .getByRole('button', { name: /Deployments keep their promise/ })
  await expect(entry).toHaveAccessibleName(/done/)
})
