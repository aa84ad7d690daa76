#!/bin/sh
# start.sh CERTIFICATE LOADED QUOTAS
#
# Starts the server in its working folder, and leaves its process ID and the checksum of the CERTIFICATE that it loads in
# the file LOADED. QUOTAS is the file in which the server keeps its quotas.
set -eu

certificate=$1
loaded=$2
quotas=$3

# The server starts without any authentication where the file with its keys is missing or cannot be read.
if ! grep -q '"api_key":"[A-Za-z0-9]' config/local.yaml; then
    echo "start: no API key in config/local.yaml" >&2
    exit 1
fi

# The server reads the quotas of its settings only where this file is missing: without it they hold after every start.
rm -f "$quotas"

# The settings say `::`, which a kernel without IPv6 refuses.
[ -e /proc/net/if_inet6 ] || export QDRANT__SERVICE__HOST=0.0.0.0

# Every collection keeps many files open.
ulimit -n "$(ulimit -Hn)"

# `exec` keeps the process ID. The file appears at once, whole.
echo "$$ $(sha256sum <"$certificate")" >"$loaded.new"
mv "$loaded.new" "$loaded"
exec ./qdrant
