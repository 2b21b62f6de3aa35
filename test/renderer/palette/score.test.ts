import { describe, expect, it } from 'vitest'
import { scoreOf } from '../../../renderer/palette/score.ts'

describe('scoreOf', () => {
  it('does not guess from letters that lie apart', () => {
    expect(scoreOf('Run the next command: kubectl set image This step', 'theme')).toBe(0)
  })

  it('wants every word', () => {
    expect([scoreOf('Next terminal', 'term next'), scoreOf('Next terminal', 'next pane')]).toEqual([0.8, 0])
  })

  it('prefers beginnings', () => {
    const scores = ['Theme: dark', 'Look: theme', 'Sometheme'].map((title) => scoreOf(title, 'theme'))
    expect(scores).toEqual([1, 0.8, 0.3])
  })

  it('takes signs as signs', () => {
    expect(scoreOf('Open lab 3: Contexts (2)', '(2)')).toBeGreaterThan(0)
  })
})
