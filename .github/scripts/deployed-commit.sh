#!/usr/bin/env bash
# The commit that a stack was last deployed from, by the history in its backend: "commit=…" to GITHUB_OUTPUT, or to the terminal.
#
#   .github/scripts/deployed-commit.sh STACK
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

history=$(mktemp)
trap 'rm -f "$history"' EXIT
pulumi stack history --json --non-interactive --page-size 30 --stack "$1" >"$history"
commit=$(pipelines deployed --history "$history")
echo "commit=$commit" | to GITHUB_OUTPUT
