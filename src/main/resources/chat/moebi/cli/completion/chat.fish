# Completes the command line of chat in fish.

# Whether no command, and no option of the node that would be started, is there yet.
function __chat_is_first_word
    test (count (commandline -opc)) -eq 1
end

# Whether the command is one of the arguments.
function __chat_is
    set -l words (commandline -opc)
    set -q words[2]; and contains -- $words[2] $argv
end

# Whether the word is the first of its command that is neither an option nor the value of one. The
# arguments are the options that have a value.
function __chat_is_at_first
    set -l words (commandline -opc)
    set -e words[1 2]
    while set -q words[1]
        if contains -- $words[1] $argv
            set -q words[2]; or return 1
            set -e words[1 2]
        else if string match -q -- '-*' $words[1]
            set -e words[1]
        else
            return 1
        end
    end
end

# The nodes that run when their names are completed. Where only one node has a name, its host is left
# out, unless the word that is completed has an @.
function __chat_nodes
    set -l chat (string replace -r '^~' $HOME (commandline -opc)[1])
    set -l word (commandline -ct)
    env COMP_LINE=(commandline) CHAT_JOIN= $chat nodes 2>/dev/null </dev/null | awk -v "word=$word" '
        $2 != "unreachable" { full[++n] = $1; sub(/@.*/, "", $1); short[n] = $1; count[$1]++ }
        END { for (i = 1; i <= n; i++) print (count[short[i]] > 1 || word ~ /@/ ? full[i] : short[i]) }'
end

