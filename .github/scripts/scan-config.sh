#!/usr/bin/env bash
# Checks every Kubernetes manifest of the stacks' previews with another team's rules besides our own.
#
#   .github/scripts/scan-config.sh [STACK...]
#
# STACK is every stack by default. Needs trivy. Results as SARIF in out/security, or the folder RESULTS.
# Exit status: 0 nothing found, 1 found, 2 it could not look.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$(dirname "${BASH_SOURCE[0]}")/scan-lib.sh"

need_trivy
choose "$@"

found=0
for stack in "${chosen[@]}"; do
    folder=$(preview "$stack")
    scan "config-$stack" config "$folder/manifests" || found=1
done
exit "$found"
