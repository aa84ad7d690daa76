#!/bin/sh
# Run by the keeper beside the server: brings the database, its logins and the served certificate to what is mounted.
# It may be stopped anywhere and is then run again from the start.
#
#   PGHOST           folder of the server's socket
#   DATABASE_NAME    name of the database and of the role that owns it
#   LOGINS           names of the logins; each acts as the role that it is named after, kratos_server_a as kratos_server
#   LOGINS_FOLDER    has a file per login with its password; a login without one is closed
#   SCRIPTS_FOLDER   has database.sql and login.sql
#   KEEPER_STATE     folder that lives as long as the pod, and so at least as long as any session with the server
set -eu

export PGUSER=postgres PGDATABASE=postgres PGCONNECT_TIMEOUT=5
# As options they hold from the session's first moment on and outrank whatever the database's owner may have set for it:
# no statement reaches a log, whether it fails or not, and no name is looked up in a schema that the owner can write to.
PGOPTIONS="-c log_statement=none -c log_min_error_statement=panic -c log_min_duration_statement=-1"
PGOPTIONS="$PGOPTIONS -c log_min_duration_sample=-1 -c log_duration=off -c log_disconnections=off"
PGOPTIONS="$PGOPTIONS -c search_path= -c role=none -c default_transaction_read_only=off"
PGOPTIONS="$PGOPTIONS -c client_min_messages=warning -c lock_timeout=10s -c statement_timeout=30s"
export PGOPTIONS

# Tells the keeper that this is no failure.
pg_isready --quiet || {
    echo "keeper: waits until the server accepts connections" >&2
    exit 75
}

# A login's sessions end with its password. The checksum of the password that was applied last is remembered per pod; a
# pod's first run has nothing to end, because sessions end with the pod. Taken before anything is applied: a password
# that changes meanwhile must look changed to the next run.
sums=$(for login in $LOGINS; do
    if [ -s "$LOGINS_FOLDER/$login" ]; then
        echo "$login $(sha256sum <"$LOGINS_FOLDER/$login")"
    else
        echo "$login closed"
    fi
done)

ended() {
    printf '%s\n' "$sums" | while read -r login sum; do
        applied=$(cat "$KEEPER_STATE/$login" 2>/dev/null || echo "$sum")
        [ "$sum" != closed ] && [ "$sum" = "$applied" ] || echo "$login"
    done
}

statements() {
    cat "$SCRIPTS_FOLDER/database.sql"
    for login in $LOGINS; do
        printf '\\set login %s\n\\set role %s\n' "$login" "${login%_?}"
        cat "$SCRIPTS_FOLDER/login.sql"
    done
    printf 'COMMIT;\n'
    for login in $(ended); do
        printf "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '%s';\n" "$login"
    done
    printf 'SELECT pg_reload_conf();\n'
}

# Complete before the first statement runs: half a script would end without its COMMIT and still look successful.
script=$(statements)
printf '%s\n' "$script" | psql --no-psqlrc --quiet --output=/dev/null --set=ON_ERROR_STOP=1 --set=VERBOSITY=terse \
    --set=database="$DATABASE_NAME" --set=logins_folder="$LOGINS_FOLDER"

printf '%s\n' "$sums" | while read -r login sum; do
    printf '%s\n' "$sum" >"$KEEPER_STATE/$login"
done
