import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import { run } from '../../electron/engine/process/run.ts'

const AUTHOR = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com']

/** Bare repositories in a folder of their own, read over HTTP on loopback; written to by `commit`. */
export class GitOverHttp {
  readonly address: string
  readonly #root: string
  readonly #server: Server

  private constructor(root: string, server: Server) {
    this.#root = root
    this.#server = server
    this.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  static async start(): Promise<GitOverHttp> {
    const root = await mkdtemp(join(tmpdir(), 'drydock-git-'))
    const server = createServer((request, response) => answer(root, request, response))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return new GitOverHttp(root, server)
  }

  url(repository: string): string {
    return `${this.address}/${repository}.git`
  }

  /** Replaces the files of branch `main` by these; makes the repository where there is none. Gives the commit's id. */
  async commit(repository: string, files: Readonly<Record<string, string>>): Promise<string> {
    const bare = join(this.#root, `${repository}.git`)
    const work = await mkdtemp(join(tmpdir(), 'drydock-work-'))
    const git = async (...args: readonly string[]): Promise<string> =>
      (await run('git', [...AUTHOR, '--git-dir', bare, '--work-tree', work, ...args], { cwd: work })).stdout.trim()
    try {
      await run('git', ['init', '-q', '--bare', '-b', 'main', bare])
      for (const [path, text] of Object.entries(files)) {
        await mkdir(dirname(join(work, path)), { recursive: true })
        await writeFile(join(work, path), text)
      }
      await git('add', '--all')
      await git('commit', '-q', '--allow-empty', '-m', 'Change')
      return await git('rev-parse', 'HEAD')
    } finally {
      await rm(work, { recursive: true, force: true })
    }
  }

  async end(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
    await rm(this.#root, { recursive: true, force: true })
  }
}

/** One request through git's own CGI program. */
function answer(root: string, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, search } = new URL(request.url ?? '/', 'http://127.0.0.1')
  const child = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env['PATH'],
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: pathname,
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  child.stdin.on('error', () => undefined)
  request.pipe(child.stdin)
  let head = Buffer.alloc(0)
  let isHeadDone = false
  child.stdout.on('data', (piece: Buffer) => {
    if (isHeadDone) return void response.write(piece)
    head = Buffer.concat([head, piece])
    const end = head.indexOf('\r\n\r\n')
    if (end < 0) return
    isHeadDone = true
    const lines = head.subarray(0, end).toString().split('\r\n')
    const fields = lines.map((line) => line.split(': ', 2) as [string, string])
    const status = Number.parseInt(fields.find(([name]) => name === 'Status')?.[1] ?? '200', 10)
    response.writeHead(status, Object.fromEntries(fields.filter(([name]) => name !== 'Status')))
    response.write(head.subarray(end + 4))
  })
  child.stdout.on('end', () => response.end())
}
