#!/bin/sh
# Runs beside the keeper: keeps one session open in which the server is asked every ten seconds, and touches the file
# `answered` at each answer. The server's probes look at that file and connect only where it is old or missing: every
# connection is three or four lines in the log, among which those of real clients would not be found.
#
#   PGHOST   folder of the server's socket, and of `answered`
set -eu

export PGUSER=postgres PGDATABASE=postgres PGCONNECT_TIMEOUT=5
# The answer is counted by processes that the server has to start for it: a session that is open could otherwise go on
# answering while the server lets nobody else in.
PGOPTIONS="-c parallel_setup_cost=0 -c parallel_tuple_cost=0 -c min_parallel_table_scan_size=0"
PGOPTIONS="$PGOPTIONS -c parallel_leader_participation=off -c enable_indexscan=off -c enable_indexonlyscan=off"
export PGOPTIONS="$PGOPTIONS -c enable_bitmapscan=off -c log_disconnections=off"

while :; do
    # psql ends with the session.
    echo 'SELECT count(*) FROM pg_catalog.pg_class \watch 10' |
        psql --no-psqlrc --quiet --tuples-only --no-align 2>/dev/null |
        while read -r _; do
            : >"$PGHOST/answered"
        done
    rm -f "$PGHOST/answered"
    sleep 5
done
