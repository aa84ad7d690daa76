#!/bin/sh
# Tries connections from inside a pod: probe.sh HOST:PORT... It prints one line for each, `open HOST:PORT` or
# `closed HOST:PORT`.
#
# Network plugins take seconds to apply policies to a new pod, and some let everything through, others nothing, until then.
# Each connection is therefore tried in several rounds, and the last one counts.
set -u
rounds=${ROUNDS:-4}
pause=${PAUSE:-4}

try() {
    state=closed
    round=0
    while [ "$round" -lt "$rounds" ]; do
        [ "$round" -eq 0 ] || sleep "$pause"
        state=closed
        if nc -z -w 2 "${1%:*}" "${1##*:}" 2>/dev/null </dev/null; then state=open; fi
        round=$((round + 1))
    done
    echo "$state $1"
}

for target in "$@"; do
    try "$target" &
done
wait
