#!/bin/sh
# audit.sh FILE
#
# Copies what mongod writes to its audit log FILE to standard output, where Kubernetes keeps it, and keeps FILE small: past
# a size, mongod is told to begin a new one, and the old one is deleted once it has been copied. No line is lost by that;
# after a restart of this script alone, the lines of the file at hand come once more.
#
#   AUDIT_INTERVAL  seconds between two looks, default 2
#   AUDIT_LIMIT     bytes past which a new file is begun, default 8388608
#
# Beside FILE, `mongod.pid` has the server's process, which this script can see and signal, and `copied` is touched in every
# round.
set -eu

file=$1
interval=${AUDIT_INTERVAL:-2}
limit=${AUDIT_LIMIT:-8388608}

# At the end of the pod the server has still something to write: this goes on for as long as the server runs.
stopping=
trap 'stopping=1' TERM INT

server() {
    [ -s "${file%/*}/mongod.pid" ] || return 1
    read -r pid <"${file%/*}/mongod.pid"
    # The number may be another process's by now.
    [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = mongod ]
}

# Descriptor 4 stays at what has been copied of the file at hand, also when mongod renames it.
exec 4</dev/null

copy() {
    for old in "$file".*; do
        [ -e "$old" ] || continue
        if [ "$old" -ef /proc/self/fd/4 ]; then cat <&4; else cat "$old"; fi
        rm "$old"
    done
    if [ -e "$file" ]; then
        [ "$file" -ef /proc/self/fd/4 ] || exec 4<"$file"
        cat <&4
    fi
}

while :; do
    # Asked before copying: what a server wrote before it ended is copied after it ended.
    running=
    ! server || running=1
    copy
    : >"${file%/*}/copied"
    [ -z "$stopping" ] || [ -n "$running" ] || exit 0
    if [ -n "$running" ] && [ -e "$file" ] && [ "$(wc -c <"$file")" -gt "$limit" ]; then
        kill -USR1 "$pid" || :
    fi
    # In the background, because a shell acts on a signal only between foreground commands.
    sleep "$interval" &
    wait $! || :
done
