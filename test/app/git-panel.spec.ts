import { join } from 'node:path'
import { expect, type Locator } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { test } from './face.ts'
import type { Learner } from './learner.ts'

test.setTimeout(240_000)
test.use({ labs: join(import.meta.dirname, '../fixtures/labs-gitops-tiny') })

const LAB = /A small GitOps lab/
/** From the last keystroke of a push to what the page says of it. */
const PUSH_MS = 30_000

/** A clone with a branch that asks for more replicas. */
const BRANCH = `git clone -q https://$GIT_HOST/$GITHUB_USER/fleet.git && cd fleet
git switch -qc more-votes
sed -i 's/replicas: 1/replicas: 3/' apps/vote/deployment.yaml
git commit -qam 'Ask for three' && git push -qu origin more-votes`

async function openGit(learner: Learner): Promise<Locator> {
  await learner.openLab(LAB, 'GitOps')
  await learner.page.getByRole('tab', { name: 'Git', exact: true }).click()
  return learner.page.getByRole('region', { name: 'Cluster and checks' })
}

async function openPullRequest(panel: Locator): Promise<void> {
  await panel.getByRole('button', { name: /^Branches/ }).click()
  await panel.getByRole('button', { name: 'Compare more-votes' }).click()
  await expect(panel.getByRole('list', { name: 'Commits of this comparison' })).toContainText('Ask for three')
  await panel.getByRole('button', { name: 'Open a pull request' }).click()
  await expect(panel.getByRole('textbox', { name: 'Title' })).toHaveValue('Ask for three')
  await panel.getByRole('button', { name: 'Open the pull request' }).click()
  await expect(panel.getByRole('group', { name: 'Pull request 1' })).toBeVisible()
}

test('a branch becomes a pull request that is reviewed and merged', async ({ learner }) => {
  const panel = await openGit(learner)
  const commits = panel.getByRole('list', { name: 'Commits of fleet, newest first' })
  await expect(commits.getByRole('listitem')).toHaveCount(1)

  await learner.type(BRANCH)
  const pushed = commits.getByRole('button', { name: /more-votes.*Ask for three/ })
  await expect(pushed).toBeVisible({ timeout: PUSH_MS })
  await pushed.click()
  const lines = panel.getByRole('group', { name: 'Lines of apps/vote/deployment.yaml' })
  await expect(lines).toContainText('removed:   replicas: 1')
  await expect(lines).toContainText('added:   replicas: 3')
  await learner.page.keyboard.press('Escape')
  await expect(pushed).toBeFocused()

  await openPullRequest(panel)
  await panel.getByRole('button', { name: 'Review', exact: true }).click()
  await panel.getByRole('radio', { name: 'Approve' }).check()
  await panel.getByRole('textbox', { name: /Words/ }).fill('Three it is.')
  await panel.getByRole('button', { name: 'Send the review' }).click()
  await expect(panel.getByRole('list', { name: 'Reviews' })).toContainText('approved')

  await panel.getByRole('button', { name: 'Merge into main' }).click()
  await learner.page.getByRole('menuitem', { name: /^Squash and merge/ }).click()
  await expect(panel.getByRole('group', { name: 'Pull request 1' })).toContainText('squashed into one commit')
  await panel.getByRole('button', { name: 'All pull requests' }).click()
  await expect(panel.getByRole('list', { name: 'Pull requests of fleet' })).toContainText('merged')
  await panel.getByRole('button', { name: 'Commits', exact: true }).click()
  await expect(commits.getByRole('button', { name: /branch main.*Ask for three \(#1\)/ })).toBeVisible()
})

test('a push to a protected branch is refused in words, and what was merged can be taken back', async ({ learner }) => {
  const panel = await openGit(learner)
  await learner.type(`${BRANCH}\ngit push -q origin more-votes:release`)
  const note = panel.getByRole('status', { name: 'The last push to fleet' })
  await expect(note).toContainText('A push to release was not taken.', { timeout: PUSH_MS })
  await expect(note).toContainText(/protected/)
  await panel.getByRole('button', { name: /^Branches/ }).click()
  await expect(panel.getByRole('button', { name: /^branch release|^release/ })).toContainText('protected')

  await panel.getByRole('button', { name: 'Commits', exact: true }).click()
  await panel.getByRole('button', { name: /more-votes.*Ask for three/ }).click()
  await panel.getByRole('button', { name: 'Revert…' }).click()
  const question = learner.page.getByRole('alertdialog', { name: /^Revert/ })
  await expect(question).toContainText('Nothing changes on more-votes until you merge it.')
  await question.getByRole('button', { name: 'Make the branch and the pull request' }).click()
  await expect(panel.getByRole('group', { name: 'Pull request 1' })).toContainText('Revert "Ask for three"')
  await expect(note).toBeHidden()
})

test('the lists go by the arrow keys, and the panel is reached and left by keys', async ({ learner }) => {
  const panel = await openGit(learner)
  await learner.type(BRANCH)
  const rows = panel.getByRole('list', { name: 'Commits of fleet, newest first' }).getByRole('button')
  await expect(rows).toHaveCount(2, { timeout: PUSH_MS })
  const { page } = learner

  await page.keyboard.press('Control+Shift+Digit5')
  await rows.first().focus()
  await page.keyboard.press('ArrowDown')
  await expect(rows.nth(1)).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await expect(panel.getByRole('button', { name: 'All commits' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(rows.first()).toBeFocused()
  await page.keyboard.press('Control+Shift+Digit6')
  await expect(panel.getByText('No change has set out yet.')).toBeVisible()
  await page.keyboard.press('Control+Backquote')
  await expect(learner.terminal()).toBeFocused()
})

for (const theme of ['Light', 'Dark']) {
  test(`axe finds nothing serious in Git and Timeline, ${theme.toLowerCase()}`, async ({ learner }) => {
    const { page } = learner
    await page.getByRole('button', { name: 'Theme' }).click()
    await page.getByRole('menuitemradio', { name: theme }).click()
    const panel = await openGit(learner)
    await learner.type(BRANCH)
    await expect(panel.getByText('more-votes')).toBeVisible({ timeout: PUSH_MS })
    await expectAccessible(page)
    await panel.getByRole('button', { name: /Ask for three/ }).click()
    await expect(panel.getByRole('group', { name: /^Lines of/ })).toBeVisible()
    await expectAccessible(page)
    await panel.getByRole('button', { name: 'All commits' }).click()
    await openPullRequest(panel)
    await panel.getByRole('button', { name: 'Review', exact: true }).click()
    await expectAccessible(page)
    await page.getByRole('tab', { name: 'Timeline' }).click()
    await expectAccessible(page)
  })
}

test.describe('in a small window', () => {
  test.use({ size: { width: 900, height: 600 } })

  test('list and detail take turns, and nothing runs out of the page', async ({ learner }) => {
    const panel = await openGit(learner)
    await learner.type(BRANCH)
    await panel.getByRole('button', { name: /Ask for three/ }).click({ timeout: PUSH_MS })
    await expect(panel.getByRole('list', { name: 'Commits of fleet, newest first' })).toBeHidden()
    await expect(panel.getByRole('group', { name: /^Lines of/ })).toBeInViewport()
    const overflow = await learner.page.evaluate(() => [
      document.documentElement.scrollWidth - window.innerWidth,
      document.documentElement.scrollTop,
    ])
    expect(overflow).toEqual([0, 0])
  })
})
