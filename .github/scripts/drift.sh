#!/usr/bin/env bash
# Whether a stack is as the current commit says: a preview after a look at everything that exists. It changes nothing, the
# state included. "drift=found" or "drift=none" to GITHUB_OUTPUT, what differs to GITHUB_STEP_SUMMARY, as resources and
# fields without values; both otherwise to the terminal. Violations of mandatory policies count: a secret that has grown too old is seen here.
#
#   .github/scripts/drift.sh STACK [REPORT]
#
# REPORT is the file that what differs is also written to.
#
# Exit status: 0 if it could look, whatever it has seen.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

stack=$1
commit=$(git rev-parse HEAD)
report=${2:-/dev/null}
events=$(mktemp)
trap 'rm -f "$events"' EXIT
status=0
engine preview "$stack" "$events" --refresh --expect-no-changes || status=$?

# 7 is the CLI's own status for changes where none were expected. For a violation it has none.
drift=none
violations=$(pipelines violations --events "$events")
if [ "$status" -eq 7 ] || [ "$violations" -gt 0 ]; then
    drift=found
elif [ "$status" -ne 0 ]; then
    echo "Stack $stack could not be compared; the reason is above." >&2
    exit "$status"
fi
if [ "$drift" = found ]; then
    {
        printf '### Stack %s differs from %s\n\n' "$stack" "$commit"
        pipelines changes --events "$events"
    } | tee "$report" | to GITHUB_STEP_SUMMARY
fi
echo "drift=$drift" | to GITHUB_OUTPUT
