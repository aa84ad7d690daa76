#!/bin/sh
# Kratos v1.3.1, the newest that can be built, on files that are written for v26: what test/servers/kratos/deviations.ts changes
# there, changed here in copies of the files.
set -eu
umask 077
folder=/tmp/kratos-v1
mkdir -p "$folder"
adapt='
const fs = require("node:fs");
const [from, to] = process.argv.slice(1);
let text = fs.readFileSync(from, "utf8");
if (from.endsWith("kratos.yml")) text = text.replace(/^version: v26\.2\.0$/m, "version: v1.3.1");
if (from.endsWith("secrets.json")) {
    const settings = JSON.parse(text);
    delete settings.secrets.pagination;
    text = JSON.stringify(settings);
}
fs.writeFileSync(to, text);
'
previous=
for argument in "$@"; do
    shift
    case $argument in
        --config=*)
            copy=$folder/$(echo "${argument#--config=}" | tr / _)
            node -e "$adapt" "${argument#--config=}" "$copy"
            set -- "$@" "--config=$copy"
            ;;
        # `migrate sql` has no subcommands yet.
        up) [ "$previous" = sql ] || set -- "$@" "$argument" ;;
        *) set -- "$@" "$argument" ;;
    esac
    previous=$argument
done
exec /usr/local/bin/kratos-v1.3.1 "$@"
