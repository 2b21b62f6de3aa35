import { describe, expect, it } from 'vitest'
import { failureText } from '../../electron/cli/text/failure-text.ts'
import { gradeSuites, gradeText } from '../../electron/cli/text/grade-text.ts'
import { junit } from '../../electron/cli/text/junit.ts'
import { eventText, proofSuite } from '../../electron/cli/text/proof-text.ts'
import { counted, seconds, table } from '../../electron/cli/text/table.ts'
import type { Grade } from '../../electron/engine/labs/grade/grade.ts'
import type { LabProof, Trial } from '../../electron/engine/labs/proof/proof.ts'

describe('table', () => {
  it('aligns columns and counts', () => {
    expect(
      table([
        ['a', 'long cell', 'x'],
        ['longer', 'b', ''],
      ]),
    ).toBe('a       long cell  x\nlonger  b\n')
    expect([counted(1, 'lab'), counted(2, 'lab'), counted(0, 'match', 'matches')]).toEqual([
      '1 lab',
      '2 labs',
      '0 matches',
    ])
    expect([seconds(0), seconds(1449), seconds(59_940), seconds(72_400)]).toEqual([
      '0.0 s',
      '1.4 s',
      '59.9 s',
      '1 min 12 s',
    ])
  })
})

describe('failureText', () => {
  it('says where, what and what to do, with the last lines of output', () => {
    expect(
      failureText({
        code: 'command-failed',
        at: 'labs/x',
        happened: 'It broke.',
        remedy: 'Mend it.',
        output: 'one\ntwo\n',
      }),
    ).toBe('drydock: labs/x: It broke. Mend it.\n  | one\n  | two\n')
  })
})

describe('junit', () => {
  it('counts and escapes', () => {
    const cases = [
      { name: 'a "b" & <c>', seconds: 1.5 },
      { name: 'b', failure: { message: 'two\nlines', text: 'x < y\u0000' } },
      { name: 'c', error: { message: 'unknown', text: 'It is down.' } },
    ]
    expect(junit('run', [{ name: 'suite', cases }])).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="run" tests="3" failures="1" errors="1" time="1.500">
  <testsuite name="suite" tests="3" failures="1" errors="1" time="1.500">
    <testcase classname="suite" name="a &quot;b&quot; &amp; &lt;c&gt;" time="1.500"/>
    <testcase classname="suite" name="b">
      <failure message="two&#10;lines">x &lt; y\ufffd</failure>
    </testcase>
    <testcase classname="suite" name="c">
      <error message="unknown">It is down.</error>
    </testcase>
  </testsuite>
</testsuites>
`)
  })
})

const GRADE: Grade = {
  lab: 'services',
  title: 'Services',
  version: 'v',
  seed: 'ada',
  outcome: 'failed',
  earned: 3,
  possible: 7,
  undecided: 1,
  steps: [
    {
      name: 'one',
      title: 'Ask',
      outcome: 'passed',
      earned: 3,
      possible: 4,
      hintCost: 1,
      shown: false,
      checks: [
        { name: 'a', title: 'vote is there', kind: 'resource', points: 4, earned: 4, verdict: { outcome: 'passed' } },
      ],
    },
    {
      name: 'two',
      title: 'Scale',
      outcome: 'failed',
      earned: 0,
      possible: 3,
      hintCost: 0,
      shown: true,
      checks: [
        {
          name: 'b',
          title: 'four replicas',
          kind: 'resource',
          points: 2,
          earned: 0,
          verdict: {
            outcome: 'failed',
            findings: [
              {
                object: 'o',
                path: 'p',
                expected: '4',
                found: '2',
                message: 'It has 2; it should have 4.',
                show: 'kubectl get deploy',
              },
            ],
          },
        },
        {
          name: 'c',
          title: 'you looked',
          kind: 'ran',
          points: 1,
          earned: 0,
          verdict: { outcome: 'unknown', reason: 'no-record', detail: 'There is no record.' },
        },
      ],
    },
  ],
}

describe('gradeText', () => {
  it('says what was earned, with every finding', () => {
    expect(gradeText(GRADE)).toBe(
      [
        'Services (services)',
        '  ✓ 1 Ask                                                     3 of 4, hints cost 1',
        '      ✓ vote is there                                         4',
        '  ✗ 2 Scale                                                   0 of 3, the solution was shown',
        '      ✗ four replicas                                         0 of 2',
        '          It has 2; it should have 4.',
        '          $ kubectl get deploy',
        '      ? you looked                                            not graded (1 point)',
        '          There is no record.',
        '',
        'Earned 3 of 7. 1 check failed. 1 check could not tell; 1 point not graded.',
        '',
      ].join('\n'),
    )
  })

  it('is no grade while nothing failed but something cannot tell', () => {
    expect(gradeText({ ...GRADE, outcome: 'unknown', steps: [] })).toContain('This is not a grade yet.')
    expect(gradeText({ ...GRADE, outcome: 'passed', steps: [] })).toContain('Everything has passed.')
  })

  it('becomes JUnit: failures for what failed, errors for what cannot tell', () => {
    expect(gradeSuites(GRADE)).toEqual([
      { name: 'services: Ask', cases: [{ name: 'vote is there' }] },
      {
        name: 'services: Scale',
        cases: [
          {
            name: 'four replicas',
            failure: { message: 'It has 2; it should have 4.', text: 'It has 2; it should have 4.' },
          },
          { name: 'you looked', error: { message: 'no-record', text: 'There is no record.' } },
        ],
      },
    ])
  })
})

describe('proof text', () => {
  const good: Trial = {
    step: 'one',
    of: 'mistake',
    mistake: 'wrong-image',
    failed: ['image', 'pods'],
    defects: [],
    tookMs: 1900,
  }
  const bad: Trial = {
    step: 'one',
    of: 'solution',
    failed: ['image'],
    tookMs: 6000,
    output: 'one\ntwo',
    restless: 'pod/x is starting',
    defects: [
      { kind: 'solution-fails', step: 'one', check: 'image', message: 'The check "image" is not right.', findings: [] },
    ],
  }
  const setup = { kind: 'setup-fails', message: 'The setup ended with exit code 1.', output: 'no such file' } as const
  const proof: LabProof = {
    lab: 'services',
    title: 'Services',
    seed: 's',
    outcome: 'refused',
    readyAfterMs: 1,
    tookMs: 65_000,
    trials: [good, bad],
    defects: [setup, ...bad.defects],
    redAtTheEnd: ['one'],
  }

  it('has one line for each thing that was tried', () => {
    const events = [
      { kind: 'ready', lab: 'services', tookMs: 2100 },
      { kind: 'defect', lab: 'services', defect: setup },
      { kind: 'step', lab: 'services', step: 'one', title: 'Ask' },
      { kind: 'trial', lab: 'services', trial: { ...good, of: 'start' } },
      { kind: 'trial', lab: 'services', trial: good },
      { kind: 'trial', lab: 'services', trial: bad },
      { kind: 'done', lab: 'services', proof },
    ] as const
    expect(events.map(eventText).join('')).toBe(
      [
        'services                                                      ready in 2.1 s',
        '    ✗ The setup ended with exit code 1.',
        '        | no such file',
        '  one: Ask',
        '    ✓ red before its solution                                 1.9 s',
        '    ✓ red with wrong-image (image, pods)                      1.9 s',
        '    ✗ solution                                                6.0 s',
        '      The check "image" is not right.',
        '        | one',
        '        | two',
        '      not at rest: pod/x is starting',
        '  (when all is done, later steps have undone: one)',
        '✗ services is refused: 2 defects                              1 min 5 s',
        '',
        '',
      ].join('\n'),
    )
  })

  it('becomes JUnit, defects of the lab as a whole first', () => {
    expect(proofSuite(proof)).toEqual({
      name: 'services',
      cases: [
        { name: 'setup-fails', failure: { message: 'The setup ended with exit code 1.', text: 'no such file' } },
        { name: 'one: red with wrong-image', seconds: 1.9 },
        {
          name: 'one: green after its solution',
          seconds: 6,
          failure: { message: 'The check "image" is not right.', text: 'The check "image" is not right.\none\ntwo' },
        },
      ],
    })
  })
})
