#!/usr/bin/env bash
# Deploys a stack with the policy pack, if what would change is what was approved. After an interrupted run it goes on from
# there, as docs/runbooks/interrupted-deployment.md describes; a lock is left to people, who know whether somebody else deploys.
#
#   APPROVED=3-0123456789abcdef .github/scripts/deploy.sh STACK
#
#   APPROVED   the proposal that deploy-preview.sh has printed
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

stack=$1
approved=${APPROVED:?is the proposal that deploy-preview.sh has printed}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Secrets in it are encrypted.
pulumi stack export --non-interactive --stack "$stack" >"$folder/state"
settings=$(pipelines pending --state "$folder/state")
for setting in $settings; do
    export "${setting?}"
done

engine preview "$stack" "$folder/events"
proposal=$(pipelines proposal --events "$folder/events")
if [ "$proposal" != "$approved" ]; then
    echo "What would change now ($proposal) is not what was approved ($approved): the stack or what it stands for has changed in between. Nothing was changed; start the deployment again." >&2
    exit 1
fi

engine up "$stack" "$folder/events" --yes --message "$(git rev-parse HEAD)"
