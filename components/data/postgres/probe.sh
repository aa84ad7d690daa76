#!/bin/sh
# probe.sh alive|ready SOCKET
#
# Whether the server is worth keeping, or worth sending clients to. It is when it has answered pulse.sh within the last 24
# seconds; that costs no connection. Otherwise it is asked by one of its own: pulse.sh may be what is gone.
set -eu

answered=$(find "$2" -name answered -mmin -0.4)
[ -z "$answered" ] || exit 0

status=0
pg_isready --quiet --host="$2" --username=postgres --dbname=postgres || status=$?
# 1 is a server that answers "not now": replaying its log after a crash is life, and must not be cut short.
case $1:$status in
    *:0 | alive:1) ;;
    *) exit 1 ;;
esac
