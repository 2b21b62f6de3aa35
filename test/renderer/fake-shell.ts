export const PROMPT = '\u001b[38;5;110mlearner\u001b[0m \u001b[90m⎈ dev:instavote\u001b[0m $ '

const REPLICA_SETS = `NAME              DESIRED   CURRENT   READY   AGE
vote-5bb76459d9   2         2         2       9m12s
vote-7f9c4d8b66   2         2         0       6s`

const ANSWERS: readonly (readonly [RegExp, string])[] = [
  [/^kubectl set image/, 'deployment.apps/vote image updated'],
  [/^kubectl get rs/, REPLICA_SETS],
  [
    /^kubectl rollout status/,
    'Waiting for deployment "vote" rollout to finish: 2 out of 3 new replicas have been updated...',
  ],
  [/^seq (\d+)/, ''],
]

/** What the fake shell prints for a command line, with the line ends of a terminal. */
export function fakeAnswer(line: string): string {
  const count = /^seq (\d+)/.exec(line)?.[1]
  const text =
    count === undefined
      ? (ANSWERS.find(([pattern]) => pattern.test(line))?.[1] ??
        (line.trim() === '' ? '' : `bash: ${line.split(' ')[0]}: not in this play`))
      : Array.from({ length: Number(count) }, (_, index) => index + 1).join('\n')
  return text === '' ? '' : `${text.replaceAll('\n', '\r\n')}\r\n`
}
