import { expect } from '@playwright/test'
import { test } from './face.ts'

test.setTimeout(180_000)

test('a wrong answer first, then the right one, and red again when it is undone', async ({ face, learner }) => {
  await learner.openLab(/Deployments keep their promise/)
  const lab = await face.lab('deployments')
  const [create] = lab.steps
  const mistake = create!.mistakes.find(({ name }) => name === 'other-version')!
  const [image] = create!.checks

  await learner.type(mistake.commands)
  await learner.expectCheck(image!, 'failed')
  await learner
    .check(image!)
    .getByRole('button', { name: /Show more about/ })
    .click()
  await expect(learner.check(image!)).toContainText('schoolofdevops/vote:v4')
  await expect(learner.check(image!)).toContainText('schoolofdevops/vote:v5')

  await learner.type('kubectl delete deployment vote')
  await learner.solve(lab, create!)
  await expect(face.page.getByRole('status', { name: 'Announcements' })).toContainText('Step 1 has passed')

  await learner.type('kubectl delete deployment vote')
  await learner.expectCheck(image!, 'failed')
  await expect(learner.stepButton(create!)).toHaveAccessibleName(/has passed, but does not hold now/)
})

test('hints open one by one, the solution can be shown, and a step can be gone back to', async ({ face, learner }) => {
  await learner.openLab(/Deployments keep their promise/)
  const lab = await face.lab('deployments')
  const [create, chain] = lab.steps
  const help = face.page.getByRole('region', { name: 'Help with this step' })

  await help.getByRole('button', { name: /Hint 1 of/ }).click()
  await expect(help).toContainText('the prompt says so')
  await help.getByRole('button', { name: 'Show me' }).click()
  await face.page.getByRole('alertdialog', { name: 'Show this step?' }).getByRole('button', { name: 'Show me' }).click()
  await learner.expectPassed(create!)
  await learner.nextStep()
  await expect(learner.heading()).toHaveText(chain!.title)
  await learner.type('kubectl delete deployment vote')
  await expect(face.page.getByRole('button', { name: /vote Deployment/ })).toBeHidden()

  await face.page.getByRole('button', { name: 'Go back to a step' }).click()
  await face.page.getByRole('menuitem', { name: new RegExp(chain!.title) }).click()
  await expect(face.page.getByRole('button', { name: /vote Deployment · 1 of 1 ready/ })).toBeVisible({
    timeout: 30_000,
  })
})

test('a reset begins the lab anew', async ({ face, learner }) => {
  await learner.openLab(/Deployments keep their promise/)
  const lab = await face.lab('deployments')
  const [create] = lab.steps
  await learner.solve(lab, create!)
  await face.page.getByRole('button', { name: 'Reset', exact: true }).click()
  await face.page.getByRole('alertdialog').getByRole('button', { name: 'Reset the lab' }).click()
  await learner.expectCheck(create!.checks[0]!, 'failed')
  await learner.untilReady()
  await learner.solve(lab, create!)
})
