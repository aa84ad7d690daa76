#!/usr/bin/env bash
# Puts the values of an account and a repository into the policies beside this file, and writes them where the AWS CLI takes
# them from. It sends nothing anywhere.
#
#   deployment/aws/fill.sh [VALUES] [FOLDER]
#
# VALUES is deployment/aws/values.env by default, FOLDER out/aws.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
values=${1:-$here/values.env}
folder=${2:-$here/../../out/aws}

names=()
missing=()
while IFS='=' read -r name value; do
    case $name in '' | '#'*) continue ;; esac
    if [[ ! $name =~ ^[A-Z_]+$ ]] || [[ ! $value =~ ^[A-Za-z0-9@/._-]*$ ]]; then
        echo "$values: \"$name=$value\" is not NAME=VALUE with a plain value." >&2
        exit 2
    fi
    names+=("$name")
    if [ -z "$value" ]; then missing+=("$name"); fi
    printf -v "value_$name" '%s' "$value"
done <"$values"
if [ "${#missing[@]}" -gt 0 ]; then
    echo "$values gives no value for: ${missing[*]}" >&2
    exit 2
fi

mkdir -p "$folder"
for file in "$here"/*.json; do
    text=$(<"$file")
    for name in "${names[@]}"; do
        variable=value_$name
        text=${text//"\${$name}"/"${!variable}"}
    done
    if [[ $text == *'${'* ]]; then
        echo "$values has no line for something in $(basename "$file"): \${${text#*'${'}" | head -n 1 | cut -c 1-160 >&2
        exit 2
    fi
    printf '%s\n' "$text" >"$folder/$(basename "$file")"
done
echo "Written to $(cd "$folder" && pwd)"
