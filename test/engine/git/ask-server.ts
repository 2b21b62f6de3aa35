import { readFile } from 'node:fs/promises'
import { request, type RequestOptions } from 'node:https'
import type { LabGit } from '../../../electron/engine/git/lab-git.ts'

export interface Said {
  readonly status: number
  readonly body: string
  readonly headers: Readonly<Record<string, unknown>>
}

export interface AskOptions extends RequestOptions {
  readonly body?: string | Uint8Array
}

/** A plain request, the path exactly as given; the certificate is looked at. */
export async function askServer(git: LabGit, path: string, options: AskOptions = {}): Promise<Said> {
  const { port } = new URL(git.address)
  const ca = await readFile(git.caFile)
  const { body, ...rest } = options
  return await new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, ca, servername: 'localhost', ...rest }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: text, headers: answer.headers }))
    })
    asked.on('error', reject).end(body)
  })
}
