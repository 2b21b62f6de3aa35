import { expect, type Locator, type Page } from '@playwright/test'
import type { Check, Lab, Step } from '../../electron/contract/lab.ts'
import type { Face } from './face.ts'

/** A first cluster may still have to be made. */
const CLUSTER_UP_MS = 60_000
/** From the last keystroke to the verdict, controllers included. */
const VERDICT_MS = 30_000

/** What a person does in front of the page, in the person's words. */
export class Learner {
  readonly #face: Face
  readonly page: Page

  constructor(face: Face) {
    this.#face = face
    this.page = face.page
  }

  /** Opens a lab from the catalogue and waits until its terminal can be typed into. */
  async openLab(title: RegExp, track: 'Kubernetes' | 'GitOps' = 'Kubernetes'): Promise<void> {
    await this.page.getByRole('region', { name: track }).getByRole('button', { name: title }).click()
    await this.untilReady()
  }

  async untilReady(): Promise<void> {
    await expect(this.page.getByRole('region', { name: 'Bringing up the cluster' })).toBeHidden({
      timeout: CLUSTER_UP_MS,
    })
    await expect(this.terminal()).toBeAttached({ timeout: CLUSTER_UP_MS })
    await expect(this.page.getByRole('tab', { name: '1 bash' })).toBeVisible()
  }

  terminal(): Locator {
    return this.page.locator('.terminal-view:not([hidden]) .xterm-helper-textarea')
  }

  /** Types a block of commands, line by line, as it stands in the course. */
  async type(commands: string): Promise<void> {
    await this.terminal().focus()
    for (const line of commands.trimEnd().split('\n')) {
      await this.page.keyboard.type(line)
      await this.page.keyboard.press('Enter')
    }
  }

  stepButton(step: Pick<Step, 'title'>): Locator {
    return this.page
      .getByRole('navigation', { name: 'Steps' })
      .getByRole('button', { name: new RegExp(`: ${escaped(step.title)} ?, `) })
  }

  check(check: Pick<Check, 'title'>): Locator {
    return this.page
      .getByRole('list', { name: 'Checks of this step' })
      .getByRole('listitem')
      .filter({ hasText: check.title })
  }

  async expectCheck(
    check: Pick<Check, 'title'>,
    mark: 'passed' | 'failed' | 'unknown' | 'open' | 'holding',
  ): Promise<void> {
    await expect(this.check(check)).toHaveAttribute('data-mark', mark, { timeout: VERDICT_MS })
  }

  async expectPassed(step: Step): Promise<void> {
    await expect(this.stepButton(step)).toHaveAccessibleName(/, passed|, shown, then passed/, {
      timeout: VERDICT_MS + longestHold(step),
    })
  }

  /** Types the solution, answers the questions, and sees the step pass. */
  async solve(lab: Lab, step: Step): Promise<void> {
    await this.type(step.solution)
    for (const check of step.checks) {
      if (check.kind === 'answer') continue
      await this.expectCheck(check, 'passed')
    }
    await this.answerAll(lab, step)
    await this.expectPassed(step)
  }

  async answerAll(lab: Lab, step: Step): Promise<void> {
    for (const check of step.checks) {
      if (check.kind === 'answer') await this.answer(check, this.#face.rightAnswer(lab, step, check))
    }
  }

  async answer(check: Extract<Check, { kind: 'answer' }>, answer: string): Promise<void> {
    const item = this.check(check)
    if (check.choices === undefined) await item.getByRole('textbox').fill(answer)
    else await item.getByRole('radio', { name: answer, exact: true }).click()
    await item.getByRole('button', { name: 'Answer', exact: true }).click()
  }

  async nextStep(): Promise<void> {
    await this.page.getByRole('button', { name: 'Next step' }).first().click()
  }

  heading(): Locator {
    return this.page.getByRole('article', { name: 'Instructions' }).getByRole('heading', { level: 2 })
  }
}

const longestHold = (step: Step): number => Math.max(0, ...step.checks.map((check) => check.holdForMs))

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
