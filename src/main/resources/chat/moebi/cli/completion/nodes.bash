# The names of nodes are those of the nodes that run when they are completed. Where only one node has
# a name, its host is left out.
function _chat_nodes() {
  COMP_LINE=$COMP_LINE CHAT_JOIN='' "${COMP_WORDS[0]/#\~/$HOME}" nodes 2>/dev/null </dev/null | awk '
    $2 != "unreachable" { full[++n] = $1; sub(/@.*/, "", $1); short[n] = $1; count[$1]++ }
    END { for (i = 1; i <= n; i++) print (count[short[i]] > 1 ? full[i] : short[i]) }'
}

# Whether the word is the first of a command that is neither an option nor the value of one.
function _chat_is_at_node() {
  local i
  case ${COMP_WORDS[1]} in
    @COMMANDS@) ;;
    *) return 1 ;;
  esac
  for ((i = 2; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in
      @OPTIONS@) ((++i)) ;;
      -*) ;;
      *) return 1 ;;
    esac
  done
  ((i == COMP_CWORD)) && [[ ${COMP_WORDS[COMP_CWORD]} != -* ]]
}

function _chat() {
  if _chat_is_at_node; then
    COMPREPLY=($(compgen -W "$(_chat_nodes)" -- "${COMP_WORDS[COMP_CWORD]}"))
  else
    _complete_chat
  fi
}

complete -F _chat -o default chat
