#!/usr/bin/env bash
# Prepares the work on a stack: refuses one that is not ready for a pipeline (a local backend, a passphrase, placeholders,
# settings that are wrong), and makes the kube-context that the stack's file names, by the cloud identity that is there.
#
#   AWS_REGION=us-east-1 EKS_CLUSTER=production .github/scripts/prepare.sh STACK
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

context=$(pipelines ready --stack "$1")
aws eks update-kubeconfig --region "$AWS_REGION" --name "$EKS_CLUSTER" --alias "$context"
