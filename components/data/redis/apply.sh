#!/bin/sh
# Run by the keeper beside the server: brings its users and the served certificate to what is mounted. It may be stopped
# anywhere and is then run again from the start.
#
#   REDIS_SOCKET     the server's socket
#   USERS_FILE       the ACL file
#   PASSWORDS_FILE   file with the keeper's own passwords, newest first
#   TLS_FOLDER       has tls.crt and tls.key
#   KEEPER_STATE     folder that lives as long as the pod, and so at least as long as any connection to the server
set -euf

tell() {
    reply=$(sh "${0%/*}/client.sh" keeper "$PASSWORDS_FILE" "$@") && return
    printf 'apply: %s %s: %s\n' "$1" "$2" "$reply" >&2
    return 1
}

# Silence, or reading its data after a start. Tells the keeper that this is no failure.
case $(sh "${0%/*}/client.sh" keeper "$PASSWORDS_FILE" PING) in
    "Could not connect"* | LOADING*)
        echo "keeper: waits until the server accepts commands" >&2
        exit 75
        ;;
esac

# A line per password that is accepted: its user, and a checksum of its hash.
accepted() {
    while read -r _ user rules; do
        for rule in $rules; do
            case $rule in '#'*) echo "$user $(printf %s "$rule" | sha256sum)" ;; esac
        done
    done <"$USERS_FILE"
}

# The server takes a file that leaves somebody out for a file that is complete: without its own user the keeper could do
# nothing more, and `default` may do everything unless it is said to be off.
complete() {
    for line in "user default off" "user keeper on "; do
        grep -q "^$line" "$USERS_FILE" && continue
        echo "apply: ACL file without a line \"$line\", not loaded" >&2
        return 1
    done
}

# The users who have lost a password since the last run. A pod's first run has nothing to end: connections end with the pod.
ended() {
    [ ! -e "$KEEPER_STATE/accepted" ] || while read -r user sum; do
        case $now in
            *"$user $sum"*) ;;
            # One who is gone altogether has been disconnected by ACL LOAD.
            *"$user "*) echo "$user" ;;
        esac
    done <"$KEEPER_STATE/accepted"
}

# Taken before anything is applied: a password that changes meanwhile must look changed to the next run.
now=$(accepted)

# A certificate that the server refuses does not keep a password from it, nor the other way round.
status=0
# Setting the paths that are set already makes the server read the files again.
tell CONFIG SET tls-cert-file "$TLS_FOLDER/tls.crt" tls-key-file "$TLS_FOLDER/tls.key" || status=1
# All of the file or none of it: with a mistake in it, what was loaded before stays.
if complete && tell ACL LOAD; then
    # A connection would outlive the password it was opened with.
    for user in $(ended); do
        tell CLIENT KILL USER "$user"
    done
    printf '%s\n' "$now" >"$KEEPER_STATE/accepted.new"
    mv "$KEEPER_STATE/accepted.new" "$KEEPER_STATE/accepted"
else
    status=1
fi
exit "$status"
