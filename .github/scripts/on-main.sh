#!/usr/bin/env bash
# Fails unless the current commit is part of main, which only reviewed changes reach: a tag, and so a release, can be put on
# any commit.
#
#   .github/scripts/on-main.sh [BRANCH]
#
# BRANCH is origin/main by default. It needs the branch's history.
set -euo pipefail

branch=${1:-origin/main}
if ! git rev-parse --quiet --verify "$branch^{commit}" >/dev/null; then
    echo "There is no $branch here: check out the whole history." >&2
    exit 2
fi
if ! git merge-base --is-ancestor HEAD "$branch"; then
    echo "$(git rev-parse HEAD) is not part of $branch. Merge it first; only what was reviewed is deployed." >&2
    exit 1
fi
