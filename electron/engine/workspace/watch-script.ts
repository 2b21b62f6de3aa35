import { bash } from './bash.ts'

/** `watch` for systems that have none (macOS, small images): the options that courses use, and the same picture. */
export const watchScript = bash`#!/usr/bin/env bash
usage() {
  echo "usage: watch [-n SECONDS] [-t] [-d] [-e] [-x] COMMAND..." >&2
  exit 2
}
interval=2 title=1 exact= stop=
while getopts ':n:tdex' option; do
  case $option in
    n) interval=$OPTARG ;;
    t) title= ;;
    d) ;; # differences are not marked
    e) stop=1 ;;
    x) exact=1 ;;
    *) usage ;;
  esac
done
shift $((OPTIND - 1))
[[ $# -gt 0 && $interval =~ ^[0-9]+([.][0-9]+)?$ ]] || usage
trap 'printf "\033[?25h\033[?1049l"' EXIT
trap 'exit 0' INT TERM HUP
printf '\033[?1049h\033[?25l'
while :; do
  if [[ -n $exact ]]; then output=$("$@" 2>&1); else output=$(bash -c "$*" 2>&1); fi
  status=$?
  size=$(stty size 2>/dev/null </dev/tty) || size='24 80'
  rows=\${size% *} columns=\${size#* }
  printf '\033[H'
  if [[ -n $title ]]; then
    left="Every \${interval}s: $*"
    printf '%s\033[K\n\033[K\n' "\${left:0:columns}"
    rows=$((rows - 2))
  fi
  count=0
  while IFS= read -r line && ((count < rows)); do
    ((count++ > 0)) && printf '\n'
    printf '%s\033[K' "\${line:0:columns}"
  done <<<"$output"
  printf '\033[J'
  [[ -n $stop && $status -ne 0 ]] && exit "$status"
  sleep "$interval"
done
`
