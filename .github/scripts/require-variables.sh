#!/usr/bin/env bash
# Fails unless all of the named variables are set, and names all that are not. Workflows start with it: what GitHub does not
# know is an empty text there, and an empty role or backend fails much later and in other words.
#
#   AWS_REGION=… .github/scripts/require-variables.sh AWS_REGION AWS_ROLE
set -euo pipefail

missing=()
for name in "$@"; do
    if [ -z "${!name:-}" ]; then missing+=("$name"); fi
done
if [ "${#missing[@]}" -gt 0 ]; then
    echo "Not set: ${missing[*]}. They are variables of the repository or of the job's GitHub Environment; docs/pipelines.md says which value goes where." >&2
    exit 2
fi
