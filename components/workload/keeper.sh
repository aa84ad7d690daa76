#!/bin/sh
# keeper.sh APPLY FOLDER...
#
# Runs the script APPLY at start and whenever a file in one of the FOLDERs changes: a password, a certificate. A failed
# run is repeated. Nothing here ever prints, or passes on a command line, what is in those files.
#
# A run that ends with 75 says that the server is not up yet: that is no failure, and it is asked again every second.
# A run that ends with 78 says that repeating it is of no use: before APPLY has ever succeeded, this ends too, so that the
# reason is in the pod's status. Later it goes on, because the server does.
#
#   KEEPER_STATE     folder that lives as long as the pod: `alive` is touched in every round, `applied` exists once
#                    APPLY has succeeded, `reason` has what the last run wrote to standard error
#   KEEPER_INTERVAL  seconds between two looks, default 5
#   KEEPER_LIMIT     seconds that APPLY may take, default 60
#   KEEPER_BESIDE    a script that runs beside for as long as this does, default none
set -eu
umask 077

state=${KEEPER_STATE:?}
interval=${KEEPER_INTERVAL:-5}
limit=${KEEPER_LIMIT:-60}
apply=$1
shift

[ -z "${KEEPER_BESIDE:-}" ] || sh "$KEEPER_BESIDE" &

# A shell acts on a signal only between foreground commands, so everything that takes time runs in the background.
child=
stop() {
    [ -z "$child" ] || kill "$child" 2>/dev/null || :
    exit 0
}
trap stop TERM INT
run() {
    "$@" &
    child=$!
    status=0
    wait "$child" || status=$?
    child=
    return "$status"
}

# Kubernetes keeps each version of a mounted Secret in a folder `..<date>` behind the link `..data`, and the files as
# links into it: only the files themselves count.
fingerprint() {
    sums=$(find -L "$@" -name '..*' -prune -o -type f -exec sha256sum {} +) || return 1
    printf '%s\n' "$sums" | sort
}

done=never
waits=
while :; do
    pause=$interval
    : >"$state/alive"
    # Taken before APPLY runs: what changes meanwhile is noticed in the next round. A file that is swapped while it is
    # read makes the fingerprint fail, which is a change as well.
    now=$(fingerprint "$@") || now=unreadable
    if [ "$now" != "$done" ] && [ "$now" != unreadable ]; then
        status=0
        run timeout "$limit" sh "$apply" 2>"$state/reason" || status=$?
        # Said once, however often it is asked.
        [ "$status" -eq 75 ] && [ -n "$waits" ] || cat "$state/reason" >&2
        waits=
        if [ "$status" -eq 75 ]; then
            waits=yes
            done=never
            pause=1
        elif [ "$status" -eq 0 ]; then
            done=$now
            : >"$state/applied"
            echo "keeper: applied"
        else
            [ "$status" -ne 78 ] || [ -e "$state/applied" ] || exit 78
            echo "keeper: not applied (exit status $status), next attempt in $interval s" >&2
            # It may have done a part of it: nothing counts as applied any more, not even what comes back to what was.
            done=never
        fi
    fi
    run sleep "$pause"
done
