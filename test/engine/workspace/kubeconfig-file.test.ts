import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { KubeconfigView } from '../../../electron/engine/checks/observation.ts'
import { until } from '../terminal/desk.ts'
import { clusterYaml, makePlace, type Place } from './place.ts'

let place: Place
let file: string
const seen: KubeconfigView[] = []

beforeEach(async () => {
  seen.length = 0
  place = await makePlace()
  file = place.paths.kubeconfig
  await place.workspace.writeKubeconfig([clusterYaml('dev', 1), clusterYaml('prod', 2)], 'shop')
  await new Promise((resolve) => setTimeout(resolve, 80))
  place.workspace.onKubeconfigChange((view) => seen.push(view))
})

afterEach(async () => await place.remove())

const currents = (): readonly (string | undefined)[] =>
  seen.map((view) => ('blind' in view ? 'blind' : view.currentContext))
const changed = async (from: string, to: string): Promise<string> => (await readFile(file, 'utf8')).replace(from, to)

describe('the lab kubeconfig', () => {
  it('is for its owner only', async () => {
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  it('is announced once after a write in place, even in pieces', async () => {
    const text = await changed('current-context: dev', 'current-context: prod')
    await writeFile(file, '')
    await writeFile(file, text.slice(0, 40))
    await writeFile(file, text)
    await until(() => seen.length > 0)
    await new Promise((resolve) => setTimeout(resolve, 250))
    expect([currents(), place.workspace.context()]).toEqual([['prod'], { context: 'prod', namespace: 'shop' }])
  })

  it('is announced after a rename put another file in its place, again and again', async () => {
    for (const [from, to] of [
      ['dev', 'prod'],
      ['prod', 'dev'],
    ] as const) {
      const count = seen.length
      await writeFile(`${file}.new`, await changed(`current-context: ${from}`, `current-context: ${to}`))
      await rename(`${file}.new`, file)
      await until(() => seen.length > count)
    }
    expect(currents()).toEqual(['prod', 'dev'])
  })

  it('is not announced when nothing changed in it', async () => {
    await writeFile(file, `${await readFile(file, 'utf8')}\n`)
    await place.workspace.writeKubeconfig(clusterYaml('dev', 99), 'other')
    await new Promise((resolve) => setTimeout(resolve, 250))
    expect(seen).toEqual([])
  })

  it('is blind when gone, also with its folder, and seen when it is back', async () => {
    const text = await readFile(file, 'utf8')
    await rm(dirname(file), { recursive: true })
    await until(() => currents().at(-1) === 'blind')
    await mkdir(dirname(file))
    await writeFile(file, text)
    await until(() => currents().at(-1) === 'dev')
    await writeFile(file, text.replace('current-context: dev', 'current-context: prod'))
    await until(() => currents().at(-1) === 'prod')
    expect(currents()).toEqual(['blind', 'dev', 'prod'])
  })

  it('is read as it is now, without a notice', async () => {
    await writeFile(file, await changed('namespace: shop', 'namespace: other'))
    expect(place.workspace.context()).toEqual({ context: 'dev', namespace: 'other' })
  })

  it('is written only when a kubectl that holds its lock is done', async () => {
    await writeFile(`${file}.lock`, '')
    let done = false
    const writing = place.workspace.writeKubeconfig(clusterYaml('dev', 7), 'shop').then(() => (done = true))
    await new Promise((resolve) => setTimeout(resolve, 150))
    const before = done
    await rm(`${file}.lock`)
    await writing
    expect([before, (await readFile(file, 'utf8')).includes('127.0.0.1:7\n')]).toEqual([false, true])
  })

  it('is written in the end when a kubectl that was killed left its lock', async () => {
    await writeFile(`${file}.lock`, '')
    await place.workspace.writeKubeconfig(clusterYaml('dev', 7), 'shop')
    await expect(stat(`${file}.lock`)).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
