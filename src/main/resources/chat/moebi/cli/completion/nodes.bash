
# The names of nodes are those of the nodes that run when they are completed. Where only one node has
# a name, its host is left out, unless the word that is completed has an @.
function _chat_nodes() {
  COMP_LINE=$COMP_LINE CHAT_JOIN='' "${COMP_WORDS[0]/#\~/$HOME}" nodes 2>/dev/null </dev/null |
    awk -v word="${COMP_WORDS[COMP_CWORD]}" '
    $2 != "unreachable" { full[++n] = $1; sub(/@.*/, "", $1); short[n] = $1; count[$1]++ }
    END {
      for (i = 1; i <= n; i++) print (count[short[i]] > 1 || word ~ /@/ ? full[i] : short[i])
    }'
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

# Completes a word. Bash splits the line also at @, = and :, which are in COMP_WORDBREAKS, and
# replaces only the text behind the last = or :, or from the last @ on. So this function puts the
# words together again, separates options from their values, and cuts the text that bash does not
# replace off the results.
function _chat() {
  local line=$COMP_LINE typed='' option='' kept='' breaks='' word i
  local -a whole parts results
  whole=() parts=() results=()
  for ((i = 0; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [[ -n ${BASH_VERSION-} && $i -gt 0 && $line != [[:space:]]* ]]; then
      typed=$typed$word
      whole[${#whole[@]} - 1]=$typed
    else
      typed=$word
      whole+=("$word")
    fi
    line=${line#"${line%%[![:space:]]*}"}
    line=${line#"$word"}
  done
  for word in "${whole[@]}"; do
    case $word in
      --*=*) parts+=("${word%%=*}" "${word#*=}") ;;
      *) parts+=("$word") ;;
    esac
  done
  case $typed in
    --*=*) option=${typed%%=*}= ;;
  esac
  if [[ -n ${BASH_VERSION-} ]]; then
    breaks=${COMP_WORDBREAKS//[^@=:]/}
    [[ -z $breaks ]] || kept=${typed%"${typed##*[$breaks]}"}
    kept=${kept%@}
  fi
  local -a COMP_WORDS
  COMP_WORDS=("${parts[@]}")
  local COMP_CWORD=$((${#parts[@]} - 1))
  COMPREPLY=()
  if _chat_is_at_node; then
    COMPREPLY=($(compgen -W "$(_chat_nodes)" -- "${COMP_WORDS[COMP_CWORD]}"))
  else
    _complete_chat
  fi
  for word in "${COMPREPLY[@]}"; do
    word=$option$word
    results+=("${word#"$kept"}")
  done
  COMPREPLY=("${results[@]}")
}

complete -F _chat -o default chat
