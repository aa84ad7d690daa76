#!/usr/bin/env bash
# Which stacks a pull request is compared with as they are deployed: "stacks=[…]" to GITHUB_OUTPUT, or to the terminal, and a
# notice where there are none.
#
#   STACKS='["prod"]' .github/scripts/preview-stacks.sh
#
# STACKS is the repository's variable with the stacks that pipelines deploy, a JSON list of names.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

stacks=$(tr -d '[:space:]' <<<"${STACKS:-[]}")
if [[ ! $stacks =~ ^\[(\"[A-Za-z0-9_][A-Za-z0-9_.-]*\"(,\"[A-Za-z0-9_][A-Za-z0-9_.-]*\")*)?\]$ ]]; then
    echo 'STACKS is a JSON list of names: ["prod"]' >&2
    exit 2
fi
if [ "$stacks" = "[]" ]; then
    echo "::notice title=Not compared with what is deployed::The variable STACKS lists no stack, so there is no pulumi preview. docs/pipelines.md says how to set it up."
fi
echo "stacks=$stacks" | to GITHUB_OUTPUT
