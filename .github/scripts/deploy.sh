#!/usr/bin/env bash
# Deploys a stack with the policy pack, if what would change is what was approved; what was changed behind its back is put back,
# and what was added is taken away.
# After an interrupted run it goes on from there, as docs/runbooks/interrupted-deployment.md describes; a lock is left to people,
# who know whether somebody else deploys.
#
#   APPROVED=3-0123456789abcdef .github/scripts/deploy.sh STACK
#
#   APPROVED   the proposal that deploy-preview.sh has printed
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

stack=$1
approved=${APPROVED:?is the proposal that deploy-preview.sh has printed}
commit=$(git rev-parse HEAD)
events=$(mktemp)
others=$(mktemp)
trap 'rm -f "$events" "$others"' EXIT

resume "$stack"
added "$stack" "$others"
engine preview "$stack" "$events" --refresh
proposal=$(pipelines proposal --events "$events" --added "$others")
if [ "$proposal" != "$approved" ]; then
    echo "What would change now ($proposal) is not what was approved ($approved): the stack or what it stands for has changed in between. Nothing was changed; start the deployment again." >&2
    exit 1
fi

# The engine neither sees nor removes what others have added.
drift --stack "$stack" --remove
engine up "$stack" "$events" --refresh --yes --message "$commit"
if [ -n "$resumed" ]; then
    # What was interrupted is done, but the engine keeps its note of it, and the provider the setting, until they are taken away:
    # the next deployment and the nightly look would propose that.
    pulumi refresh --non-interactive --stack "$stack" --clear-pending-creates --yes --skip-preview --suppress-outputs \
        --suppress-permalink=true
    for setting in $resumed; do
        unset "${setting%%=*}"
    done
    engine up "$stack" "$events" --yes --message "$commit"
fi
