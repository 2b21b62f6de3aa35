import { describe, expect, it } from 'vitest'
import { PushCommands } from '../../../../electron/engine/git/server/push-commands.ts'

const [NONE, ONE] = ['0'.repeat(40), '1'.repeat(40)]
const packet = (text: string): string => `${(text.length + 4).toString(16).padStart(4, '0')}${text}`
const push = `${packet(`${NONE} ${ONE} refs/heads/main\0report-status`)}${packet(`${ONE} ${NONE} refs/heads/old\n`)}0000`

function read(...chunks: readonly string[]): PushCommands {
  const commands = new PushCommands()
  for (const chunk of chunks) commands.take(Buffer.from(chunk))
  return commands
}

describe('PushCommands', () => {
  const wanted = [
    { before: NONE, after: ONE, ref: 'refs/heads/main' },
    { before: ONE, after: NONE, ref: 'refs/heads/old' },
  ]

  it('reads what a push wants, however it is cut into pieces', () => {
    const whole = read(`${push}PACK-and-more`, 'and more')
    const pieces = read(...`${push}PACK-and-more`, 'and more')
    expect([whole.commands, whole.packBytes]).toEqual([wanted, 21])
    expect([pieces.commands, pieces.packBytes]).toEqual([wanted, 21])
  })

  it('passes over what is no push', () => {
    expect(read('this is nothing').commands).toEqual([])
    expect(read('0000').commands).toEqual([])
    expect(read(packet('hello'), 'x').commands).toEqual([])
  })
})
