#!/usr/bin/env bash
# Previews a deployment with the policy pack and changes nothing. What would change goes to GITHUB_STEP_SUMMARY, as resources
# and fields without values; "proposal=…", which deploy.sh wants to see again, to GITHUB_OUTPUT; both otherwise to the terminal.
#
#   .github/scripts/deploy-preview.sh STACK
#
# Exit status: that of pulumi; not 0 if a mandatory policy is violated.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

stack=$1
events=$(mktemp)
trap 'rm -f "$events"' EXIT
status=0
engine preview "$stack" "$events" || status=$?
{
    printf '### Stack %s at %s\n\n' "$stack" "$(git rev-parse HEAD)"
    pipelines changes --events "$events"
} | to GITHUB_STEP_SUMMARY
if [ "$status" -eq 0 ]; then
    proposal=$(pipelines proposal --events "$events")
    echo "proposal=$proposal" | to GITHUB_OUTPUT
fi
exit "$status"
