# shellcheck shell=bash
# Sourced by the scripts beside it: the project's folder as the current one, its own Pulumi CLI first on PATH, and what
# GitHub's files are for, on a terminal as well.

cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit
# The version in package-lock.json; the launcher downloads it once.
PATH="$PWD/node_modules/.bin:$PATH"
# Event logs hold values.
umask 077

# pipelines COMMAND ARGUMENT...: the program behind the scripts, without npm's own output.
pipelines() {
    node --require ./cli/shared/register.cjs cli/main.ts pipelines "$@"
}

# drift ARGUMENT...: `npm run drift`, without npm's own output.
drift() {
    node --require ./cli/shared/register.cjs cli/main.ts drift "$@"
}

# added STACK FILE: what others have added to a stack's objects, as Markdown to FILE; empty if nothing. A deployment takes it away.
added() {
    drift --stack "$1" --added --report "$2" >/dev/null || [ $? -eq 1 ]
}

# to VARIABLE: standard input to the file that VARIABLE names (GITHUB_OUTPUT, …), or to the terminal.
to() {
    if [ -n "${!1:-}" ]; then cat >>"${!1}"; else cat; fi
}

# engine OPERATION STACK EVENTS ARGUMENT...: pulumi with the policy pack and an event log. It prints which resources and
# fields change, and no values; neither outputs nor the link to the state, which S3 signs.
engine() {
    local operation=$1 stack=$2 events=$3
    shift 3
    # The event log is hidden behind the CLI's debugging commands.
    PULUMI_DEBUG_COMMANDS=true PULUMI_SKIP_UPDATE_CHECK=true pulumi "$operation" --non-interactive --stack "$stack" \
        --policy-pack policies --event-log "$events" --suppress-outputs --suppress-permalink=true "$@"
}

# resume STACK: after an interrupted run, sets the variables with which the provider takes over what exists (also in `resumed`,
# otherwise empty). They are settings of the provider and so part of what is proposed: a preview needs them as well.
resume() {
    local state setting
    state=$(mktemp)
    # Secrets in it are encrypted.
    pulumi stack export --non-interactive --stack "$1" >"$state"
    resumed=$(pipelines pending --state "$state")
    rm -f "$state"
    for setting in $resumed; do
        export "${setting?}"
    done
}
