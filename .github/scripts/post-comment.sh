#!/usr/bin/env bash
# Posts what preview.yml has found as a comment on the pull request, or updates the one that is there. It takes the run and
# the pull request from GitHub's event, and from the run's artifact nothing but data, which it renders by itself.
#
#   GITHUB_EVENT_PATH   file with the workflow_run event; Actions sets it
#   GITHUB_TOKEN        may read artifacts and write comments
#   GITHUB_API_URL      default https://api.github.com; Actions sets it
#
# On your own machine, with the event of a run as JSON:
#
#   GITHUB_EVENT_PATH=event.json GITHUB_TOKEN=$(gh auth token) .github/scripts/post-comment.sh
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec node --require ./cli/shared/register.cjs cli/main.ts post-comment
