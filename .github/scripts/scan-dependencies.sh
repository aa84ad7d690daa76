#!/usr/bin/env bash
# Scans what package-lock.json and the pinned Python tools bring in for known vulnerabilities, with npm's database and trivy's.
#
#   .github/scripts/scan-dependencies.sh
#
# What only tests build is left out (tools/): old versions on purpose, such as the Kratos that can be built from its module, and
# nothing of it is deployed. Needs trivy and the network. Results as SARIF in out/security, or the folder RESULTS.
# Exit status: 0 nothing found, 1 found, 2 it could not look.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$(dirname "${BASH_SOURCE[0]}")/scan-lib.sh"

need_trivy
found=0
printf '\n== npm audit\n'
status=0
npm audit --audit-level=high --json >"$results/npm-audit.json" || status=$?
# It ends with 1 for what it has found, and for a registry that does not answer.
audit=$(node -e '
    const { vulnerabilities, error, message } = JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"));
    if (!vulnerabilities) {
        console.log(`npm audit: ${error?.summary || message || "no answer"}`);
        process.exit(2);
    }
    for (const { name, severity, range } of Object.values(vulnerabilities)) console.log(`${severity}  ${name} ${range}`);
' "$results/npm-audit.json") || { echo "$audit" >&2; exit 2; }
echo "${audit:-nothing found}"
if [ "$status" -ne 0 ]; then found=1; fi

scan dependencies fs . --scanners vuln --ignore-unfixed --skip-dirs tools --skip-dirs node_modules --skip-dirs out || found=1
exit "$found"
