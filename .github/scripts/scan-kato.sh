#!/usr/bin/env bash
# Scans KATO's Python dependencies for known vulnerabilities. KATO's sources are not part of this repository.
#
#   KATO_SOURCES=../kato .github/scripts/scan-kato.sh
#
#   KATO_SOURCES   folder with KATO's sources: every requirements*.txt in it is audited, and a pylock.toml
#
# Needs pip-audit and the network. Exit status: 0 nothing found, 1 found, or something could not be audited; 2 a tool or the
# sources are missing.
set -euo pipefail
sources=$(cd "${KATO_SOURCES:?is the folder with the sources of KATO}" && pwd)
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$(dirname "${BASH_SOURCE[0]}")/scan-lib.sh"

need_python_tool pip-audit
mapfile -d '' -t files < <(find "$sources" -name 'requirements*.txt' -not -path '*/node_modules/*' -not -path '*/.venv/*' -print0 | sort -z)
found=0
for file in "${files[@]}"; do
    name=${file#"$sources"/}
    printf '\n== %s\n' "$name"
    pip-audit --strict --progress-spinner off --requirement "$file" || found=1
done
if [ -e "$sources/pylock.toml" ]; then
    printf '\n== pylock.toml\n'
    (cd "$sources" && pip-audit --strict --progress-spinner off --locked .) || found=1
elif [ "${#files[@]}" -eq 0 ]; then
    echo "$sources has neither a requirements*.txt nor a pylock.toml: nothing to audit." >&2
    exit 2
fi
exit "$found"
