#!/bin/sh
# client.sh USER PASSWORDS COMMAND...
#
# Sends one command as USER over the pod's own socket, with the first password in the file PASSWORDS that the server
# accepts: newest first, and the one before for the moments in which the server knows no other. Prints the reply; an error
# makes the exit status 1.
#
#   REDIS_SOCKET     the server's socket
set -eu

user=$1
passwords=$2
shift 2

reply="AUTH failed: no password in $passwords"
status=1
# The password reaches the client through its environment and never a command line.
while read -r REDISCLI_AUTH; do
    export REDISCLI_AUTH
    status=0
    reply=$(redis-cli -s "$REDIS_SOCKET" -e --no-auth-warning --user "$user" "$@" </dev/null 2>&1) || status=$?
    case $reply in
        "AUTH failed: WRONGPASS"*) ;;
        *) break ;;
    esac
done <"$passwords"
printf '%s\n' "$reply"
exit "$status"
