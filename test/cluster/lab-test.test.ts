import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LabProof } from '../../electron/engine/labs/proof/proof.ts'
import { run } from '../cli/run.ts'
import { processesIn } from '../helpers/processes-in.ts'

const LABS = join(import.meta.dirname, '../fixtures/labs-to-prove')
const MAIN = join(import.meta.dirname, '../../electron/cli/main.ts')

/** Proves one of the fixture labs; the result, and what a person would have seen. */
async function prove(lab: string, ...args: readonly string[]) {
  const { code, out, err } = await run(['lab', 'test', lab, '--labs', LABS, '--json', ...args], {
    environment: process.env,
  })
  const { labs } = JSON.parse(out) as { labs: readonly LabProof[] }
  const [proof] = labs
  if (proof === undefined) throw new Error(err)
  return {
    code,
    proof,
    text: err.replaceAll(/ +\d+(\.\d+)? (s|min \d+ s)$/gm, ''),
    defects: proof.defects.map(({ kind, step, mistake, check }) => [kind, step, mistake, check]),
  }
}

// Much of it is CPU time of a starting API server, so a busy machine needs its time.
describe('drydock lab test', { timeout: 600_000 }, () => {
  let temporary: string
  beforeAll(async () => {
    temporary = await mkdtemp(join(tmpdir(), 'drydock-lab-test-'))
  })
  afterAll(async () => await rm(temporary, { recursive: true, force: true }))

  it('proves a good lab, with every kind of check', async () => {
    const junit = join(temporary, 'junit.xml')
    const { code, defects, text, proof } = await prove('sound', '--junit', junit)
    expect([code, proof.outcome, defects]).toEqual([0, 'proven', []])
    expect(text).toBe(`sound                                                         ready in
  deploy: Deploy hello
    ✓ red before its solution
    ✓ red with one-pod (wanted, running)
    ✓ red with bad-image (running, looked, told)
    ✓ green after its solution
  move: Make yourself at home in yard
    ✓ red before its solution
    ✓ red with other-namespace (here)
    ✓ red with other-context (here)
    ✓ green after its solution
  clean: Take hello away
    ✓ red before its solution
    ✓ red with pods-only (gone, empty)
    ✓ red with orphans (empty)
    ✓ green after its solution
  (when all is done, later steps have undone: deploy)
✓ sound is proven

`)
    expect(await readFile(junit, 'utf8')).toContain('<testsuite name="sound" tests="12" failures="0" errors="0"')
  })

  it('refuses a lab for each of its defects, and says which', async () => {
    const { code, defects, proof } = await prove('planted')
    expect([code, proof.outcome]).toEqual([1, 'refused'])
    expect(defects).toEqual([
      ['few-mistakes', 'few', undefined, undefined],
      ['never-fails', 'early-pass', undefined, 'namespace'],
      ['never-fails', 'useless-check', undefined, 'service'],
      ['green-before', 'early-pass', undefined, undefined],
      ['mistake-passes', 'early-pass', 'nothing', undefined],
      ['mistake-passes', 'early-pass', 'little', undefined],
      ['solution-fails', 'wrong-name', undefined, 'job'],
      ['mistake-passes', 'lenient', 'red', undefined],
      ['mistake-misses', 'useless-check', 'other-name', 'service'],
      ['mistake-passes', 'for-a-moment', 'took-it-back', undefined],
      ['commands-hang', 'for-a-moment', 'unclosed', undefined],
    ])
    const said = (kind: string, step: string) =>
      proof.defects.find((defect) => defect.kind === kind && defect.step === step)?.message
    expect(said('few-mistakes', 'few')).toBe('The step looks at state and has 1 of the 2 mistakes that it needs.')
    expect(said('green-before', 'early-pass')).toBe(
      'The step is green before its solution: every check has passed already.',
    )
    expect(said('solution-fails', 'wrong-name')).toMatch(
      /^The check "job" is not right after the solution\. .*job\/backup-job/,
    )
    expect(said('mistake-passes', 'lenient')).toBe('The mistake "red" turns the step green.')
    expect(said('mistake-misses', 'useless-check')).toBe(
      'The mistake "other-name" should fail the check "service", which passed.',
    )
    expect(said('never-fails', 'useless-check')).toBe(
      'The check "service" fails to discriminate: it failed neither before the solution nor after any mistake.',
    )
    expect(said('mistake-passes', 'for-a-moment')).toBe(
      'The mistake "took-it-back" turned the step green for a moment.',
    )
  })

  it('refuses a lab whose own setup does not run', async () => {
    const { code, defects, text } = await prove('no-setup')
    expect([code, defects]).toEqual([1, [['setup-fails', undefined, undefined, undefined]]])
    expect(text).toContain('the path "nowhere.yaml" does not exist')
  })

  it('tries one step alone after the steps before it', async () => {
    const { code, proof } = await prove('sound', '--step', 'move')
    expect([code, proof.trials.map(({ step, of }) => `${step} ${of}`)]).toEqual([
      0,
      ['move start', 'move mistake', 'move mistake', 'move solution'],
    ])
  })

  it('leaves nothing running and nothing on disk when it is interrupted', async () => {
    const child = spawn(process.execPath, [MAIN, 'lab', 'test', 'planted', '--labs', LABS], {
      env: { ...process.env, TMPDIR: temporary },
    })
    const ended = once(child, 'close')
    for await (const chunk of child.stdout) if (String(chunk).includes('red before')) break
    expect((await processesIn(temporary)).length).toBeGreaterThan(4)
    child.kill('SIGINT')
    expect(await ended).toEqual([130, null])
    expect(await processesIn(temporary)).toEqual([])
    expect((await readdir(temporary)).filter((name) => name !== 'junit.xml')).toEqual([])
  })
})
