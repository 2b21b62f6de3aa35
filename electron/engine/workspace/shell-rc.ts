import { INTEGRATION_OSC, NONCE_VARIABLE } from '../terminal/integration.ts'
import { bash } from './bash.ts'
import { completionScript } from './shell-completion.ts'
import { promptScript } from './shell-prompt.ts'

/** Names the rc file, for shells inside the lab's shell; see `homeRc`. */
export const RC_VARIABLE = 'DRYDOCK_SHELL_RC'

/**
 * Tells the engine what runs. bash 4.4 and later expand PS0 once for every command line that was read, also for each
 * line of a pasted block and for subshells, which a DEBUG trap misses; older ones (macOS has 3.2) get the trap. The text comes from
 * the history, which is the only place where bash keeps a command line as it was typed; so the history stays on.
 */
const integrationScript = bash`
__drydock_say() { [[ -z $${NONCE_VARIABLE} ]] || builtin printf '\033]${INTEGRATION_OSC};%s;%s\007' "$${NONCE_VARIABLE}" "$1"; }

__drydock_encode() {
  local text=$1
  text=\${text//[%]/%25}
  text=\${text//;/%3B}
  text=\${text//$'\n'/%0A}
  text=\${text//$'\r'/%0D}
  text=\${text//$'\t'/%09}
  text=\${text//$'\033'/%1B}
  text=\${text//$'\007'/%07}
  __drydock_encoded=$text
}

# Runs in a subshell: it leaves no trace in the shell's own variables. $1: exit code of the command before.
__drydock_started() {
  local line directory
  line=$(HISTTIMEFORMAT='' builtin history 1)
  __drydock_encode "$PWD"
  directory=$__drydock_encoded
  __drydock_encode "\${line#*[0-9][* ] }"
  __drydock_say "S;$$;$1;$directory;$__drydock_encoded"
}

__drydock_keep_history() {
  HISTCONTROL=
  HISTIGNORE=
  HISTTIMEFORMAT=
  [[ \${HISTSIZE:-5000} == 0 ]] && HISTSIZE=5000
  set -o history
  builtin history -a
}

if ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404)); then
  __drydock_catch_up() { :; }
  __drydock_watch() { PS0='$({ __drydock_started $?; } 2>/dev/null)'; }
else
  __drydock_debug() {
    [[ -n \${__drydock_waiting-} && -z \${COMP_LINE-} && $BASH_COMMAND != *__drydock_* ]] || return 0
    (__drydock_started "$1")
    __drydock_waiting=
  }
  # A subshell fires no trap; that it ran shows only in the history, which has grown.
  __drydock_catch_up() {
    local line number
    line=$(HISTTIMEFORMAT='' builtin history 1)
    number=\${line#"\${line%%[! ]*}"}
    number=\${number%%[!0-9]*}
    if [[ -n \${__drydock_waiting-} && $number != "\${__drydock_number-$number}" && \${line#*[0-9][* ] } != '#'* ]]; then
      (__drydock_started 0)
    fi
    __drydock_number=$number
  }
  __drydock_watch() {
    __drydock_waiting=1
    trap '{ __drydock_debug $?; } 2>/dev/null' DEBUG
  }
fi
`

const startScript = bash`
__drydock_prompt() {
  local status=$?
  __drydock_catch_up
  __drydock_say "E;$$;$status"
  # The folder may have been replaced under the shell, when the learner went back to a step.
  [[ . -ef $PWD ]] || builtin cd -- "$PWD" || builtin cd -- "$HOME"
  __drydock_keep_history
  shopt -s promptvars
  __drydock_read_context
  __drydock_set_prompt
  __drydock_watch
}

shopt -s checkwinsize cmdhist histappend lithist
HISTSIZE=5000
HISTFILESIZE=5000
bind 'set enable-bracketed-paste on' 2>/dev/null
bind 'set enable-active-region off' 2>/dev/null
bind 'set show-all-if-unmodified on' 2>/dev/null
bind 'set bell-style none' 2>/dev/null
bind -m vi-insert '"\C-e": end-of-line' 2>/dev/null

alias k=kubectl
alias watch='watch '
case $OSTYPE in
  linux*) alias ls='ls --color=auto' ;;
  darwin*) alias ls='ls -G' ;;
esac

__drydock_count=0
__drydock_ps1=$PS1
PROMPT_COMMAND='{ __drydock_prompt; } 2>/dev/null'
`

const guard = bash`
case $- in *i*) ;; *) return 0 ;; esac
[[ -z \${__drydock_loaded-} ]] || return 0
__drydock_loaded=1
`

const learnersOwn = bash`
[[ -z \${__drydock_from_home-} && -r $HOME/.bashrc ]] && . "$HOME/.bashrc"
true
`

/** What a lab's bash reads instead of `~/.bashrc`; it reads the lab's `~/.bashrc` at its end. */
export const shellRc = `# Written by Drydock at every start; put your own settings into ~/.bashrc.${[
  guard,
  integrationScript,
  promptScript,
  completionScript,
  startScript,
  learnersOwn,
].join('')}`

/** The lab's own `~/.bashrc`: gives a `bash` started inside the lab's shell the same prompt and completion. */
export const homeRc = bash`# Your own settings for the shells of this lab.
__drydock_from_home=1
[[ -r \${${RC_VARIABLE}-} ]] && . "$${RC_VARIABLE}"
`
