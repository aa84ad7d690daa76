#!/usr/bin/env bash
# Which stacks a workflow is for: "stacks=[{"stack":"prod",…}]" to GITHUB_OUTPUT, or to the terminal. For a deployment, a
# production stack whose GitHub Environment does not ask people first is refused.
#
#   STACKS='["prod"]' .github/scripts/stacks.sh push|release|schedule|workflow_dispatch [STACK]
#
#   STACKS              JSON list of the stacks that pipelines deploy; a variable of the repository
#   STACK               which of them, for workflow_dispatch
#   GITHUB_REPOSITORY   OWNER/NAME; not for schedule
#   GH_TOKEN            may read environments; without it, the login of the GitHub CLI; not for schedule
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

event=$1
stacks=$(pipelines stacks --event "$event" ${2:+--stack "$2"})
# What is scheduled looks and changes nothing.
if [ "$event" != schedule ]; then
    pipelines approval --stacks "$stacks" >&2
fi
echo "stacks=$stacks" | to GITHUB_OUTPUT
