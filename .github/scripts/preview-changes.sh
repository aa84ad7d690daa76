#!/usr/bin/env bash
# Previews every stack of the project in the current folder, as it is and as it was, and writes what changes between the two.
# It needs neither a secret nor the network.
#
#   .github/scripts/preview-changes.sh [BASE]
#
# BASE is what the current commit is compared with: where the two have parted is what "as it was" means. Default: origin/main.
# On the merge commit that GitHub makes for a pull request, BASE is HEAD^1, and everything since belongs to the request.
#
# Written to out/changes:
#   before/STACK, after/STACK   both previews; summary.json there says why one has failed
#   changes.json                what changes, for npm run comment -- --changes
#   comment.md                  the same for people; also appended to $GITHUB_STEP_SUMMARY if that is set
#
# Exit status: 0 all fine, 1 a mandatory policy is violated, 2 a configuration is invalid, 3 anything unexpected, always of
# the stacks as they are. An earlier preview that fails is only said.
set -euo pipefail

base=${1:-origin/main}
tools=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
project=$PWD
out=$project/out/changes
rm -rf "$out"
mkdir -p "$out/before" "$out/after"

# preview FOLDER OUT: previews the stacks of the project in FOLDER with this project's own tools, as `--against` does, and
# fails with the worst of their statuses.
preview() {
    local folder=$1 to=$2 worst=0 stack stacks status
    stacks=$(cd "$folder" && node --require "$tools/cli/shared/register.cjs" "$tools/cli/main.ts" pipelines stack-files) ||
        return $?
    while read -r stack; do
        [ -n "$stack" ] || continue
        if [[ ! $stack =~ ^[[:alnum:]_-][[:alnum:]_.-]*$ ]]; then
            echo "Pulumi.$stack.yaml: a stack cannot have this name." >&2
            return 2
        fi
        mkdir -p "$to/$stack"
        status=0
        (cd "$folder" && node --require "$tools/cli/shared/register.cjs" "$tools/cli/main.ts" preview \
            --stack "$stack" --out "$to/$stack" --json >"$to/$stack/summary.json") || status=$?
        echo "$(basename "$to") $stack: exit status $status"
        if [ "$status" -gt "$worst" ]; then worst=$status; fi
    done <<<"$stacks"
    return "$worst"
}

result=0
preview "$project" "$out/after" || result=$?

# The earlier commit is checked out beside the project, without the repository's hooks, and runs on today's dependencies.
commit=$(git merge-base "$base" HEAD)
folder=$(mktemp -d)
remove() {
    rm -rf "$folder"
    git worktree prune
}
trap remove EXIT
git -c core.hooksPath=/dev/null worktree add --quiet --detach "$folder/base" "$commit"
earlier=$folder/base/$(git rev-parse --show-prefix)
if [ -d "$earlier" ]; then
    ln -s "$tools/node_modules" "$earlier/node_modules"
    # A violation that was there before is no failure of the comparison.
    preview "$earlier" "$out/before" || [ $? -eq 1 ] || echo "Some of it could not be previewed as it was at $commit."
fi

comment() {
    node --require "$tools/cli/shared/register.cjs" "$tools/cli/main.ts" comment \
        --before "$out/before" --after "$out/after" "$@"
}
comment --json >"$out/changes.json"
comment --commit "$(git rev-parse HEAD)" >"$out/comment.md"
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then cat "$out/comment.md" >>"$GITHUB_STEP_SUMMARY"; fi
exit "$result"
