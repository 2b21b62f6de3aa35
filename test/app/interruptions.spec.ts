import { expect } from '@playwright/test'
import { component, test } from './face.ts'

test.setTimeout(180_000)

test('a reload in the middle keeps the terminal, its scrollback and the step', async ({ face, learner }) => {
  await learner.openLab(/Deployments keep their promise/)
  const lab = await face.lab('deployments')
  const [create, chain] = lab.steps
  await learner.solve(lab, create!)
  await learner.nextStep()
  await learner.type('echo before-the-reload; ANCHOR=dropped')
  await face.page.reload()
  await learner.untilReady()
  await expect(learner.heading()).toHaveText(chain!.title)
  await learner.terminal().focus()
  await face.page.keyboard.press('Control+Shift+U')
  await expect(face.page.locator('.terminal-view:not([hidden]) .xterm-accessibility')).toContainText(
    'before-the-reload',
  )
  await learner.type('echo "the anchor is $ANCHOR"')
  await expect(face.page.locator('.terminal-view:not([hidden]) .xterm-accessibility')).toContainText(
    'the anchor is dropped',
  )
})

test('a killed API server comes back, and what was there is still there', async ({ face, learner }) => {
  await learner.openLab(/Deployments keep their promise/)
  const lab = await face.lab('deployments')
  const [create] = lab.steps
  await learner.solve(lab, create!)
  process.kill(component(face.data, 'kube-apiserver'), 'SIGKILL')
  await learner.expectCheck(create!.checks[0]!, 'unknown')
  await learner.expectCheck(create!.checks[0]!, 'passed')
})

test('a killed shell says so and gives another one', async ({ face, learner }) => {
  await learner.openLab(/Deployments keep their promise/)
  const lab = await face.lab('deployments')
  await learner.type('kill -9 $$')
  await learner.terminal().focus()
  await face.page.keyboard.press('Control+Shift+U')
  await expect(face.page.locator('.terminal-view:not([hidden]) .xterm-accessibility')).toContainText(/Enter/)
  await face.page.keyboard.press('Enter')
  await learner.solve(lab, lab.steps[0]!)
})
