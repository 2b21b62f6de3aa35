/** The program that a command line starts, for a tab's title: `watch` for `A=1 /usr/bin/watch kubectl get all`. */
export function programOf(commandLine: string): string {
  const words = commandLine.trim().split(/\s+/)
  const first = words.find((word) => !/^[A-Za-z_]\w*=/.test(word) && !PREFIXES.has(word)) ?? ''
  return (
    first
      .replace(/^[('"\\]+/, '')
      .split('/')
      .at(-1) || 'bash'
  )
}

const PREFIXES: ReadonlySet<string> = new Set(['sudo', 'time', 'exec', 'command', 'nohup', 'env', '{', '!'])
