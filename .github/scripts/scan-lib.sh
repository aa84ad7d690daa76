# shellcheck shell=bash
# Sourced by scan-*.sh, after lib.sh.

# Where results go, for people and for code scanning.
results=${RESULTS:-out/security}
mkdir -p "$results"

# need COMMAND HOW: fails if a tool is missing, and says how to get it.
need() {
    if ! command -v "$1" >/dev/null; then
        echo "$1 is not on PATH. $2" >&2
        exit 2
    fi
}

need_trivy() {
    need trivy "Get it from https://trivy.dev/docs/latest/getting-started/installation/"
}

need_python_tool() {
    need "$1" "Get it with: pip install --require-hashes --requirement .github/scripts/requirements.txt"
}

# scan NAME TRIVY-COMMAND TARGET ARGUMENT...: what is high or critical, as SARIF to NAME.sarif and as text to the terminal. 1 if
# there is any; ends the script with 2 if trivy could not look, which must not pass for "nothing found".
scan() {
    local name=$1 command=$2 target=$3 file=$results/$1.sarif
    shift 3
    # What people have judged harmless, with a reason and until a day; trivy looks for another file by itself.
    if [ -e .trivyignore.yaml ]; then set -- "$@" --ignorefile .trivyignore.yaml; fi
    printf '\n== %s: %s\n' "$name" "$target"
    rm -f "$file"
    trivy "$command" --quiet --severity HIGH,CRITICAL "$@" --format sarif --output "$file" "$target" || exit 2
    # Code scanning takes results that have no category of their own for the same ones, and refuses them.
    node -e '
        const { readFileSync, writeFileSync } = require("node:fs");
        const [file, name] = process.argv.slice(1);
        const sarif = JSON.parse(readFileSync(file, "utf8"));
        sarif.runs.forEach((run) => (run.automationDetails = { id: `${name}/` }));
        writeFileSync(file, JSON.stringify(sarif));
    ' "$file" "$name" || exit 2
    local status=0
    trivy "$command" --quiet --severity HIGH,CRITICAL "$@" --exit-code 10 "$target" || status=$?
    case $status in
        0) return 0 ;;
        10) return 1 ;;
        *) exit 2 ;;
    esac
}

# choose STACK...: sets `chosen` to the stacks that are given, or to every one that has a file.
choose() {
    chosen=("$@")
    if [ "$#" -gt 0 ]; then return; fi
    local listed
    listed=$(pipelines stack-files)
    # shellcheck disable=SC2034 # The scripts that source this file read it.
    mapfile -t chosen <<<"$listed"
}

# preview STACK: the stack's preview, in a folder that it prints.
preview() {
    local folder=$results/preview/$1 status=0
    node --require ./cli/shared/register.cjs cli/main.ts preview --stack "$1" --out "$folder" >&2 || status=$?
    # 1: a policy is violated. That is for preview.yml to say; there is something to scan all the same.
    if [ "$status" -gt 1 ]; then return "$status"; fi
    echo "$folder"
}
