#!/bin/sh
# start.sh DATA KEYS COPIES CONFIG EDITION VERSION ENCRYPTION
#
# Starts mongod on the folder DATA with the file CONFIG. KEYS has its keys as Kubernetes mounts them, readable by the pod's
# group, which mongod refuses; COPIES is the folder in memory where it gets copies of its own. EDITION, VERSION and
# ENCRYPTION (encrypted, plain) say what server this is; DATA remembers them, so that a server which must not open the data
# never does. The image's own entrypoint is not used: it makes users only on an empty folder, and half of them when
# interrupted.
#
#   AUDIT_LOG  the audit log's file, where one is written
set -eu
umask 077

data=$1
keys=$2
copies=$3
config=$4
edition=$5
version=$6
encryption=$7
marker=$data/.kato-engine

refuse() {
    echo "start: $1. Nothing was changed; see docs/runbooks/mongodb.md." >&2
    exit 1
}

# Somebody has written there what server the data is to make way for, and it is this one.
if [ -e "$data/.kato-replace" ] && [ "$(cat "$data/.kato-replace")" = "$edition $version $encryption" ]; then
    # The marker goes last: with it there, the folder holds other data, complete.
    if [ -e "$data/WiredTiger" ] && [ -e "$data/replaced/.kato-engine" ]; then
        refuse "$data/replaced still holds the data that was replaced before"
    fi
    mkdir -p "$data/replaced"
    for entry in "$data"/*; do
        case ${entry##*/} in
            lost+found | replaced) ;;
            *) mv "$entry" "$data/replaced/" ;;
        esac
    done
    [ ! -e "$marker" ] || mv "$marker" "$data/replaced/"
    rm "$data/.kato-replace"
fi

if [ -e "$data/WiredTiger" ]; then
    [ -s "$marker" ] || refuse "$data holds data of unknown origin: there is no $marker"
    read -r old_edition old_version old_encryption <"$marker"
    [ "$old_edition" = "$edition" ] || refuse "$data is of edition $old_edition, this is $edition"
    [ "$old_encryption" = "$encryption" ] || refuse "$data is $old_encryption, this server's would be $encryption"
    [ "${old_version%%.*}" -le "${version%%.*}" ] || refuse "$data is of version $old_version, this is the older $version"
fi

# Before the server's first start, so that an interrupted one is not of unknown origin.
printf '%s\n' "$edition $version $encryption" >"$marker.new"
mv "$marker.new" "$marker"
sync "$data"

# WiredTiger opens only files of its own user. On a volume of an earlier release, whose user was another, they are made its own
# one by one; the group, which owns the volume, may do that.
find "$data" -name lost+found -prune -o -type f ! -user "$(id -u)" -exec sh -euc '
    for file; do
        echo "start: making $file our own" >&2
        cp --preserve=mode,timestamps "$file" "$file.kato-own"
        sync "$file.kato-own"
        mv -f "$file.kato-own" "$file"
    done' sh {} +

for key in "$keys"/*; do
    copy=$copies/${key##*/}
    cp "$key" "$copy.new"
    chmod 0400 "$copy.new"
    mv -f "$copy.new" "$copy"
done

if [ -n "${AUDIT_LOG:-}" ]; then
    # What an earlier server in this pod wrote, closed by the name that mongod gives it, for audit.sh to finish.
    [ ! -e "$AUDIT_LOG" ] || mv "$AUDIT_LOG" "$AUDIT_LOG.$(date -u +%Y-%m-%dT%H-%M-%S)"
    echo $$ >"${AUDIT_LOG%/*}/mongod.pid"
fi

# A connection and a file of data each take one, and runtimes hand out a soft limit of 1024.
ulimit -n "$(ulimit -Hn)"
exec mongod --config "$config"
