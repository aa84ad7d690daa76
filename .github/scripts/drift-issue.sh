#!/usr/bin/env bash
# Opens the issue about a stack's drift, brings it up to date, or closes it when nothing differs any more.
#
#   .github/scripts/drift-issue.sh STACK found REPORT
#   .github/scripts/drift-issue.sh STACK none
#
#   GITHUB_REPOSITORY   OWNER/NAME
#   GH_TOKEN            may write issues; without it, the login of the GitHub CLI
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

case $2 in
    found) pipelines drift-issue --stack "$1" --report "$3" ;;
    none) pipelines drift-issue --stack "$1" ;;
    *)
        echo "The second argument is found or none." >&2
        exit 2
        ;;
esac
