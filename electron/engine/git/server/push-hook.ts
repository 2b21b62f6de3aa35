/** The `pre-receive` hook of every repository: what may be pushed, and where it tells what it refused. */

/** Environment of a push: the rules, and where to write what was refused. */
export interface PushRules {
  readonly defaultBranch: string
  readonly protected: readonly string[]
  /** Gets a line `BRANCH<tab>REASON` for each refusal. */
  readonly refusals: string
}

export function pushEnvironment(rules: PushRules): Record<string, string> {
  return {
    DRYDOCK_DEFAULT_BRANCH: rules.defaultBranch,
    DRYDOCK_PROTECTED: rules.protected.join(' '),
    DRYDOCK_REFUSALS: rules.refusals,
  }
}

/**
 * A branch name has no blanks, so lists of them are words. Nothing is refused to whoever pushes without the engine:
 * then there are no rules.
 */
export const pushHook = `#!/bin/sh
# Made by Drydock. Rules come from the environment that its Git server gives to a push.
refused=0
refuse() {
  printf '%s\\n' "$2" >&2
  [ -z "$DRYDOCK_REFUSALS" ] || printf '%s\\t%s\\n' "$1" "$2" >>"$DRYDOCK_REFUSALS"
  refused=1
}
is_nothing() { case $1 in *[!0]*) return 1 ;; *) return 0 ;; esac; }
is_protected() {
  set -f
  for one in $DRYDOCK_PROTECTED; do [ "$one" != "$1" ] || return 0; done
  return 1
}
while read -r before after ref; do
  branch=\${ref#refs/heads/}
  case $ref in
  refs/heads/*) ;;
  refs/tags/*) continue ;;
  *) refuse "$ref" "Only branches and tags can be pushed, not $ref." && continue ;;
  esac
  if is_nothing "$before"; then continue; fi
  if is_nothing "$after"; then
    if is_protected "$branch"; then
      refuse "$branch" "The branch $branch is protected: it cannot be deleted."
    elif [ "$branch" = "$DRYDOCK_DEFAULT_BRANCH" ]; then
      refuse "$branch" "The branch $branch is the default branch: it cannot be deleted."
    fi
  elif is_protected "$branch"; then
    if [ "$(git merge-base "$before" "$after" 2>/dev/null)" = "$before" ]; then
      refuse "$branch" "The branch $branch is protected: push another branch and open a pull request."
    else
      refuse "$branch" "The branch $branch is protected: its history cannot be changed by a forced push."
    fi
  fi
done
exit $refused
`

export interface Refusal {
  readonly branch: string
  readonly reason: string
}

export function parseRefusals(text: string): readonly Refusal[] {
  return text.split('\n').flatMap((line) => {
    const [branch = '', reason] = line.split('\t')
    return reason === undefined ? [] : [{ branch, reason }]
  })
}
