import { INTEGRATION_OSC, NONCE_VARIABLE } from '../terminal/integration.ts'
import { bash } from './bash.ts'

/**
 * The prompt, `learner ⎈ dev:instavote $ `, read from the kubeconfig by bash itself: a process at each prompt would be
 * felt. It understands what kubectl writes and what people write by hand in block style; for anything else (JSON) the
 * prompt says nothing about the context. Marks around it tell the engine when the shell reads; their number is
 * counted up when the prompt is made, not when readline draws it again.
 */
export const promptScript = bash`
__drydock_value() {
  local text=\${1#*:}
  text=\${text#"\${text%%[![:space:]]*}"}
  case $text in
    \'*) text=\${text#\'}; text=\${text%%\'*} ;;
    \"*) text=\${text#\"}; text=\${text%%\"*} ;;
    *) text=\${text%%[[:space:]]#*}; text=\${text%"\${text##*[![:space:]]}"} ;;
  esac
  __drydock_found=\${text//[[:cntrl:]]/}
}

# Adds the contexts of one file to names[] and namespaces[]; both belong to the caller, as does current.
__drydock_read_file() {
  local line text section='' item=-1 column indent here=''
  while IFS= read -r line || [[ -n $line ]]; do
    case $line in
      contexts:*) section=contexts; item=-1; continue ;;
      current-context:*) section=; __drydock_value "$line"; here=$__drydock_found; continue ;;
      [![:space:]#-]*) section=; continue ;;
    esac
    [[ $section == contexts ]] || continue
    text=\${line#"\${line%%[![:space:]]*}"}
    indent=$((\${#line} - \${#text}))
    if [[ $text == '- '* && ($item == -1 || $indent == "$item") ]]; then
      item=$indent
      names+=('')
      namespaces+=('')
      text=\${text#-}
      text=\${text#"\${text%%[![:space:]]*}"}
      column=$((\${#line} - \${#text}))
      indent=$column
    fi
    case $text in
      name:*) [[ $indent == "$column" ]] && __drydock_value "$text" && names[\${#names[@]} - 1]=$__drydock_found ;;
      namespace:*) __drydock_value "$text"; namespaces[\${#names[@]} - 1]=$__drydock_found ;;
    esac
  done 2>/dev/null <"$1"
  [[ -n $current ]] || current=$here
}

__drydock_read_context() {
  local names namespaces current='' rest=\${KUBECONFIG:-$HOME/.kube/config}: file index
  names=()
  namespaces=()
  __drydock_context=
  __drydock_namespace=
  while [[ -n $rest ]]; do
    file=\${rest%%:*}
    rest=\${rest#*:}
    [[ -r $file ]] && __drydock_read_file "$file"
  done
  [[ -n $current ]] || return 0
  __drydock_context=$current
  __drydock_namespace=default
  for ((index = 0; index < \${#names[@]}; index++)); do
    [[ \${names[index]} == "$current" ]] || continue
    __drydock_namespace=\${namespaces[index]:-default}
    break
  done
}

# The folder is shown when it is not the learner's own.
__drydock_set_prompt() {
  local text
  [[ $PS1 == "\${__drydock_ps1-}" ]] || __drydock_own_ps1=$PS1
  if [[ -n \${__drydock_own_ps1-} ]]; then
    text=$__drydock_own_ps1
  else
    text='\[\033[2m\]learner\[\033[0m\] '
    [[ -n $__drydock_context ]] &&
      text+='\[\033[34m\]⎈\[\033[0m\] \[\033[36m\]\${__drydock_context}\[\033[0m\]:\[\033[35m\]\${__drydock_namespace}\[\033[0m\] '
    [[ $PWD == "$HOME" ]] || text+='\[\033[2m\]\w\[\033[0m\] '
    text+='$ '
  fi
  PS1=$text'\[\033]${INTEGRATION_OSC};'$${NONCE_VARIABLE}';R;$$;$((++__drydock_count))\007\]'
  PS2='\[\033[2m\]>\[\033[0m\] \[\033]${INTEGRATION_OSC};'$${NONCE_VARIABLE}';C;$$;$((++__drydock_count))\007\]'
  __drydock_ps1=$PS1
}
`
