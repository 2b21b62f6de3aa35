import { expect } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { test } from './face.ts'

test.setTimeout(180_000)

for (const theme of ['Light', 'Dark']) {
  test(`axe finds nothing serious, ${theme.toLowerCase()}`, async ({ face, learner }) => {
    const { page } = face
    await page.getByRole('button', { name: 'Theme' }).click()
    await page.getByRole('menuitemradio', { name: theme }).click()
    await expectAccessible(page)
    await learner.openLab(/Deployments keep their promise/)
    const [create] = (await face.lab('deployments')).steps
    await learner.type(create!.mistakes[0]!.commands)
    await learner.expectCheck(create!.checks[0]!, 'failed')
    await learner
      .check(create!.checks[0]!)
      .getByRole('button', { name: /Show more about/ })
      .click()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'List', exact: true }).click()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Command palette' }).click()
    await expectAccessible(page)
  })
}

test('a step can be done with the keyboard alone', async ({ face, learner }) => {
  const { page } = face
  const entry = page
    .getByRole('region', { name: 'Kubernetes' })
    .getByRole('button', { name: /Deployments keep their promise/ })
  for (
    let presses = 0;
    presses < 40 && !(await entry.evaluate((node) => node === document.activeElement));
    presses += 1
  )
    await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await learner.untilReady()
  const lab = await face.lab('deployments')
  const [create, chain] = lab.steps

  await page.keyboard.press('Control+Backquote')
  await expect(learner.terminal()).toBeFocused()
  await page.keyboard.type(create!.solution.trimEnd())
  await page.keyboard.press('Enter')
  await learner.expectPassed(create!)
  await expect(learner.terminal()).toBeFocused()

  await page.keyboard.press('Control+Shift+Period')
  await expect(learner.heading()).toHaveText(chain!.title)
  await page.keyboard.press('F6')
  await expect(learner.terminal()).not.toBeFocused()
  await page.keyboard.press('Control+Shift+P')
  await expect(page.getByRole('dialog', { name: 'Command palette' })).toBeVisible()
  await page.keyboard.press('Escape')
})

test.describe('in a small window', () => {
  test.use({ size: { width: 900, height: 600 } })

  test('the lab stays usable', async ({ face, learner }) => {
    await learner.openLab(/Deployments keep their promise/)
    const [create] = (await face.lab('deployments')).steps
    await expect(face.page.getByRole('article', { name: 'Instructions' })).toBeInViewport()
    await face.page.getByRole('button', { name: /^Run: kubectl create deployment vote/ }).click()
    await face.page.getByRole('navigation', { name: 'Steps' }).getByRole('button').first().click()
    await learner.expectPassed(create!)
    const overflow = await face.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow).toBe(0)
  })
})
