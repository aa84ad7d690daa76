#!/usr/bin/env bash
# Starts one of the scans: images, config, dependencies, secrets or kato. What each does is at its top.
#
#   .github/scripts/scan.sh SCAN [ARGUMENT...]
set -euo pipefail

case ${1:-} in
    images | config | dependencies | secrets | kato) exec "$(dirname "${BASH_SOURCE[0]}")/scan-$1.sh" "${@:2}" ;;
    *)
        echo "The first argument is images, config, dependencies, secrets or kato." >&2
        exit 2
        ;;
esac
