#!/usr/bin/env bash
# Shows what runs in the current cluster and what keeps the rest from running. It reads no Secret.
set -uo pipefail

for namespace in cert-manager nginx-ingress kratos kato; do
    printf '\n== %s\n' "$namespace"
    kubectl --namespace "$namespace" get all,persistentvolumeclaims,certificates,networkpolicies --output wide
    kubectl --namespace "$namespace" get events --sort-by .lastTimestamp | tail -n 40
    for pod in $(kubectl --namespace "$namespace" get pods --output name); do
        printf '\n-- %s/%s\n' "$namespace" "$pod"
        kubectl --namespace "$namespace" logs "$pod" --all-containers --prefix --tail 40
    done
done
