#!/usr/bin/env bash
# Runs a tier of the tests on a GitHub runner, with the real servers from the runner's packages where it needs them.
#
#   .github/scripts/test-tier.sh TIER
set -euo pipefail

if [ "$1" = servers ]; then
    sudo apt-get update -q
    sudo apt-get install -qy postgresql redis-server nginx libnginx-mod-stream jq
fi
npm run "test:$1"
