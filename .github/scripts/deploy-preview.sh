#!/usr/bin/env bash
# Previews a deployment with the policy pack, after a look at everything that exists, and changes nothing. What would change, and
# what others have added and the deployment would take away, goes to GITHUB_STEP_SUMMARY, as resources and fields without values; "proposal=…", which deploy.sh wants to see again, to
# GITHUB_OUTPUT; both otherwise to the terminal.
#
#   .github/scripts/deploy-preview.sh STACK
#
# Exit status: that of pulumi; not 0 if a mandatory policy is violated.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

stack=$1
commit=$(git rev-parse HEAD)
events=$(mktemp)
others=$(mktemp)
trap 'rm -f "$events" "$others"' EXIT
status=0
resume "$stack"
added "$stack" "$others"
engine preview "$stack" "$events" --refresh || status=$?
{
    printf '### Stack %s at %s\n\n' "$stack" "$commit"
    pipelines changes --events "$events"
    cat "$others"
} | to GITHUB_STEP_SUMMARY
if [ "$status" -eq 0 ]; then
    proposal=$(pipelines proposal --events "$events" --added "$others")
    echo "proposal=$proposal" | to GITHUB_OUTPUT
fi
exit "$status"
