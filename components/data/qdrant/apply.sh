#!/bin/sh
# Run by the keeper beside the server, in one process namespace with it: stops a server that has loaded another certificate
# than the one that is mounted, so that it is started again. gRPC never reloads its certificate. A server has always loaded
# what start.sh noted just before, so this happens once per renewal and never at a first start.
# It may be stopped anywhere and is then run again from the start.
#
#   CERTIFICATE  the mounted certificate
#   LOADED       what start.sh noted: process ID and checksum
set -eu

if [ ! -e "$LOADED" ]; then
    # Tells the keeper that this is no failure.
    echo "keeper: waits until the server is started" >&2
    exit 75
fi
mounted=$(sha256sum <"$CERTIFICATE")

is_loaded() {
    read -r pid sum <"$LOADED"
    [ "$sum" = "$mounted" ]
}

if is_loaded; then
    exit 0
fi

# Between two lives of the server its number may belong to somebody else.
if grep -qx qdrant "/proc/$pid/comm" 2>/dev/null; then
    echo "keeper: the certificate was renewed, the server restarts"
    kill -TERM "$pid"
fi
until is_loaded; do
    sleep 1
done
