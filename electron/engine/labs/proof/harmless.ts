/** Commands of which it is certain that they change nothing in a cluster or on the Git server, so that it need not be taken back. */

const KUBECTL_LOOKS =
  /^kubectl(\s+(-n|--namespace|--context)[=\s]\S+)*\s+(get|describe|explain|api-resources|api-versions|version|cluster-info|logs|top|config|auth\s+can-i|options|completion)\b/
const FLUX_LOOKS =
  /^flux(\s+(-n|--namespace|--context)[=\s]\S+)*\s+(get|check|logs|tree|stats|events|trace|export|version)\b/
/** Everything that leaves the repositories on the server as they are. */
const GIT_AT_HOME =
  /^git(\s+-C\s+\S+)?\s+(status|log|diff|show|clone|fetch|pull|checkout|switch|restore|add|commit|branch|merge|rebase|revert|reset|remote|stash|rm|mv|init|cherry-pick)\b/
const OTHERS = /^(true|false|echo|cat|ls|pwd|cd|sleep|date|history|grep|head|tail|sort|uniq|wc|cut|tr)\b/

/** Anything that could hide another command, or write somewhere. */
const TRICKS = /[`<>&]|\$\(|\n\s*(if|for|while|until|case|function)\b/

/** Whether the block only looks, or changes nothing but the learner's own folder. When in doubt it is not harmless. */
export function isHarmless(commands: string): boolean {
  if (TRICKS.test(commands.replaceAll('&&', ';'))) return false
  const parts = commands.replaceAll('&&', ';').split(/[\n;|]+/)
  return parts
    .map((part) => part.trim())
    .every(
      (part) =>
        part === '' ||
        part.startsWith('#') ||
        [KUBECTL_LOOKS, FLUX_LOOKS, GIT_AT_HOME, OTHERS].some((looks) => looks.test(part)),
    )
}
