import { expect } from '@playwright/test'
import { component, test } from './face.ts'

test.setTimeout(180_000)

test('a killed engine is started again and finds its cluster', async ({ face, learner }) => {
  await learner.openLab(/Deployments keep their promise/)
  const lab = await face.lab('deployments')
  await learner.solve(lab, lab.steps[0]!)
  const [engine, apiServer] = [face.enginePid(), component(face.data, 'kube-apiserver')]
  process.kill(engine, 'SIGKILL')
  await expect.poll(() => face.enginePid(), { timeout: 30_000 }).not.toBe(engine)
  await learner.untilReady()
  await learner.expectCheck(lab.steps[0]!.checks[0]!, 'passed')
  expect(component(face.data, 'kube-apiserver')).toBe(apiServer)
})
