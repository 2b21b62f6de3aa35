import { describe, expect, it } from 'vitest'
import { chordLabels, matchesChord } from '../../../renderer/ui/chord.ts'
import type { KeyPress } from '../../../renderer/ui/chord.ts'

const press = (code: string, change: Partial<KeyPress> = {}): KeyPress => ({
  code,
  key: code,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...change,
})

describe('matchesChord', () => {
  it('takes Ctrl for Mod, and the command key on a Mac', () => {
    const control = press('KeyP', { ctrlKey: true, shiftKey: true })
    const command = press('KeyP', { metaKey: true, shiftKey: true })
    expect([control, command].map((key) => matchesChord(key, 'Mod+Shift+KeyP', false))).toEqual([true, false])
    expect([control, command].map((key) => matchesChord(key, 'Mod+Shift+KeyP', true))).toEqual([false, true])
  })

  it('wants exactly its modifiers', () => {
    expect(matchesChord(press('KeyK', { ctrlKey: true, altKey: true }), 'Mod+KeyK', false)).toBe(false)
    expect(matchesChord(press('F6', { shiftKey: true }), 'F6', false)).toBe(false)
    expect(matchesChord(press('F6'), 'F6', false)).toBe(true)
  })

  it('takes a character wherever the keyboard has it', () => {
    expect(matchesChord(press('Minus', { key: '?', shiftKey: true }), 'key:?', false)).toBe(true)
  })
})

describe('chordLabels', () => {
  it('says what stands on the keys', () => {
    expect(chordLabels('Mod+Shift+KeyP', false)).toEqual(['Ctrl', 'Shift', 'P'])
    expect(chordLabels('Mod+Shift+Period', true)).toEqual(['⌘', '⇧', '.'])
    expect(chordLabels('key:?', false)).toEqual(['?'])
  })
})
