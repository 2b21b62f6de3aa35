import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A lab that loads and has nothing to warn about; `name` is also the name of its folder. */
export const goodLab = (name: string, more = ''): string => `apiVersion: drydock.dev/v1
kind: Lab
metadata: { name: ${name}, title: A good lab }
spec:
  summary: Nothing is wrong with it.
  track: kubernetes
  order: 1
  minutes: 5
${more}  steps:
    - name: one
      title: One
      instructions: Do it.
      checks:
        - name: vote
          title: vote is there
          kind: resource
          object: { apiVersion: apps/v1, kind: Deployment, name: vote, namespace: shop }
      solution: kubectl -n shop create deployment vote --image=vote:v4
      mistakes:
        - { name: nothing, commands: 'true' }
        - { name: wrong-name, commands: kubectl -n shop create deployment voter --image=vote:v4 }
`

export interface LabsFolder {
  readonly path: string
  /** Writes a file, given by its path below the folder, and makes the folders for it. */
  write(path: string, content: string | Uint8Array): Promise<void>
  remove(path: string): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** A folder for labs that is gone when the test is. */
export async function labsFolder(files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<LabsFolder> {
  const path = await mkdtemp(join(tmpdir(), 'drydock-labs-'))
  const folder: LabsFolder = {
    path,
    async write(file, content) {
      await mkdir(dirname(join(path, file)), { recursive: true })
      await writeFile(join(path, file), content)
    },
    remove: (file) => rm(join(path, file), { recursive: true, force: true }),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  }
  for (const [file, content] of Object.entries(files)) await folder.write(file, content)
  return folder
}
