#!/usr/bin/env bash
# Scans every image that the stacks run for known vulnerabilities: those of the previews' containers, and those of the charts as
# Helm renders them with our values. What has no fix yet is left out: nobody could act on it.
#
#   .github/scripts/scan-images.sh [STACK...]
#
# STACK is every stack by default. Needs trivy, Helm and the network; a private registry needs a `docker login` first.
# Results as SARIF in out/security, or the folder RESULTS. Exit status: 0 nothing found, 1 found, 2 it could not look.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$(dirname "${BASH_SOURCE[0]}")/scan-lib.sh"

need_trivy
need helm "It renders the charts. Get it from https://helm.sh/docs/intro/install/"
choose "$@"

list=$(mktemp)
trap 'rm -f "$list"' EXIT
for stack in "${chosen[@]}"; do
    folder=$(preview "$stack")
    pipelines images --stack "$stack" --preview "$folder" >>"$list"
done
mapfile -t images < <(sort -u "$list")
if [ "${#images[@]}" -eq 0 ]; then
    echo "The previews of ${chosen[*]} have no image at all: something is wrong." >&2
    exit 2
fi

found=0
declare -A seen=()
for image in "${images[@]}"; do
    # Without tag and digest: a newer version closes the alerts of the one before.
    name=${image%%@*}
    if [[ ${name##*/} == *:* ]]; then name=${name%:*}; fi
    name=image-${name//[^[:alnum:]._-]/-}
    seen[$name]=$((${seen[$name]:-0} + 1))
    if [ "${seen[$name]}" -gt 1 ]; then name+=-${seen[$name]}; fi
    scan "$name" image "$image" --scanners vuln --ignore-unfixed || found=1
done
printf '\n%s images scanned\n' "${#images[@]}"
exit "$found"
