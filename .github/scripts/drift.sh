#!/usr/bin/env bash
# Whether a stack is as the current commit says, and has nothing besides: `npm run drift`, which changes nothing, the state
# included. "drift=found" or "drift=none" to GITHUB_OUTPUT, what differs to GITHUB_STEP_SUMMARY, as objects and fields without
# values. Violations of mandatory policies count: a secret that has grown too old is seen here.
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
found=$(mktemp)
trap 'rm -f "$found"' EXIT
status=0
drift --stack "$stack" --report "$found" || status=$?
case $status in
    0) drift=none ;;
    1) drift=found ;;
    *) exit "$status" ;;
esac
if [ "$drift" = found ]; then
    {
        printf '### Stack %s differs from %s\n\n' "$stack" "$commit"
        cat "$found"
    } | tee "$report" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
fi
echo "drift=$drift" | to GITHUB_OUTPUT
