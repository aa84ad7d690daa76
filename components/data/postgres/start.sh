#!/bin/sh
# start.sh VOLUME CONFIG
#
# Starts PostgreSQL on the cluster in VOLUME/<major version> with CONFIG/postgresql.conf; makes the cluster on the first
# start. The image's own entrypoint is not used: it wants a superuser password, writes a permissive pg_hba.conf and leaves
# a half-made cluster behind when it is interrupted.
set -eu
umask 077
# Process 1 ignores signals that it has no handler for.
trap 'exit 143' TERM INT

volume=$1
config=$2
major=$(postgres --version | sed 's/^[^0-9]*\([0-9]*\).*$/\1/')
data=$volume/$major

refuse() {
    echo "start: $1. Nothing was changed; see docs/runbooks/postgres.md." >&2
    exit 1
}

# What an interrupted first start left.
rm -rf "$data.new"

if [ -e "$data/PG_VERSION" ]; then
    [ "$(cat "$data/PG_VERSION")" = "$major" ] || refuse "$data is not a cluster of PostgreSQL $major"
else
    # Starting empty beside somebody's data would look like losing it, unless they have said so with a file `replaced`.
    for other in "$volume/PG_VERSION" "$volume"/*/PG_VERSION; do
        if [ -e "$other" ] && [ ! -e "${other%/*}/replaced" ]; then
            refuse "${other%/*} is a cluster of PostgreSQL $(cat "$other"), this is PostgreSQL $major"
        fi
    done
    # Sort order that does not change with the operating system's library, so that a new image cannot corrupt indexes.
    if [ "$major" -ge 17 ]; then provider=builtin; else provider=libc; fi
    # What initdb runs would ask for huge pages, which count against a limit of their own that containers rarely have.
    if [ "$major" -ge 16 ]; then set -- --set huge_pages=off; else set --; fi
    # --auth-*: the cluster's own pg_hba.conf is never read, and would be closed if it were.
    initdb --pgdata="$data.new" --username=postgres --auth-local=peer --auth-host=reject --data-checksums \
        --encoding=UTF8 --locale-provider="$provider" --locale=C.UTF-8 --no-instructions "$@"
    # One rename makes the cluster exist, whole or not at all.
    mv -T "$data.new" "$data"
    sync "$volume"
fi

# Kubernetes may have opened the folder to the volume's group; the server refuses that.
chmod 0700 "$data"
exec postgres -D "$data" -c config_file="$config/postgresql.conf"
