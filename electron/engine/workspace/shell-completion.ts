import { bash } from './bash.ts'

/** Names the folder of completion scripts that the tools themselves wrote. */
export const COMPLETIONS_VARIABLE = 'DRYDOCK_COMPLETIONS'

/**
 * Completion, loaded at the first TAB: the tools write their scripts themselves, once. These use two functions of the
 * package bash-completion; where it is not installed, small ones of our own stand in.
 */
export const completionScript = bash`
if ! declare -F _get_comp_words_by_ref >/dev/null; then
  # Joins what bash split at the excluded characters; sets cur, prev, words and cword of the caller.
  _get_comp_words_by_ref() {
    local exclude='' rest=$COMP_LINE index word glued last=''
    [[ $1 == -n ]] && exclude=$2
    words=()
    cword=0
    for ((index = 0; index < \${#COMP_WORDS[@]}; index++)); do
      word=\${COMP_WORDS[index]}
      glued=
      if ((index > 0)) && [[ $rest != [[:space:]]* && -n $exclude ]]; then
        [[ $word == [$exclude]* || $last == *[$exclude] ]] && glued=1
      fi
      if [[ -n $glued ]]; then
        words[\${#words[@]} - 1]+=$word
      else
        words+=("$word")
      fi
      ((index == COMP_CWORD)) && cword=$((\${#words[@]} - 1))
      rest=\${rest#"\${rest%%[![:space:]]*}"}
      rest=\${rest#"$word"}
      last=$word
    done
    cur=\${words[cword]}
    prev=
    ((cword > 0)) && prev=\${words[cword - 1]}
    return 0
  }
fi
if ! declare -F __ltrim_colon_completions >/dev/null; then
  __ltrim_colon_completions() {
    [[ $1 == *:* && $COMP_WORDBREAKS == *:* ]] || return 0
    local prefix=\${1%"\${1##*:}"} index
    for ((index = 0; index < \${#COMPREPLY[@]}; index++)); do
      COMPREPLY[index]=\${COMPREPLY[index]#"$prefix"}
    done
  }
fi

__drydock_complete() {
  local tool=$1 file
  [[ $tool == k ]] && tool=kubectl
  file=$${COMPLETIONS_VARIABLE}/$tool.bash
  if [[ ! -s $file ]]; then
    "$tool" completion bash >"$file.$$" 2>/dev/null && mv -f "$file.$$" "$file"
    rm -f "$file.$$"
  fi
  . "$file" 2>/dev/null || return 0
  [[ $tool == kubectl ]] && complete -o default -F __start_kubectl k
  "__start_$tool" "$@"
}
complete -o default -F __drydock_complete kubectl k flux kustomize k3d
`
