#!/usr/bin/env bash
# Looks for secrets in the files that git knows, with two tools. What detect-secrets has found and a person has judged harmless is
# in .secrets.baseline; trivy has no exceptions but those of a .trivyignore.
#
#   .github/scripts/scan-secrets.sh
#   .github/scripts/scan-secrets.sh --baseline    adds what is new to the baseline; then judge it: detect-secrets audit .secrets.baseline
#
# Needs detect-secrets and, without --baseline, trivy. Results as SARIF in out/security, or the folder RESULTS.
# Exit status: 0 nothing found, 1 found, 2 it could not look.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$(dirname "${BASH_SOURCE[0]}")/scan-lib.sh"

need_python_tool detect-secrets-hook
if [ "${1:-}" = --baseline ]; then
    # Asking the service that a key is for would send it there.
    detect-secrets scan --no-verify --baseline .secrets.baseline
    exit
fi
need_trivy

# The hook writes into its baseline, and ends with 3, when a line has only moved: that is no finding.
baseline=$(mktemp)
trap 'rm -f "$baseline"' EXIT
cp .secrets.baseline "$baseline"
mapfile -d '' -t files < <(git ls-files -z)
found=0
status=0
printf '== detect-secrets\n'
detect-secrets-hook --no-verify --baseline "$baseline" "${files[@]}" || status=$?
case $status in
    0 | 3) ;;
    1) found=1 ;;
    *) exit 2 ;;
esac

scan secrets fs . --scanners secret --skip-dirs node_modules --skip-dirs out || found=1
exit "$found"
