#!/usr/bin/env bash
# Installs the tools of requirements.txt, with the hashes that are in it, in a folder of their own, and puts that on PATH for the
# steps that follow (GITHUB_PATH), or says where it is.
#
#   .github/scripts/install-python-tools.sh
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

folder=$PWD/out/python-tools
python3 -m venv "$folder"
"$folder/bin/pip" install --quiet --disable-pip-version-check --require-hashes --requirement .github/scripts/requirements.txt
echo "$folder/bin" | to GITHUB_PATH
