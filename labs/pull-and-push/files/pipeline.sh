#!/bin/sh
# A push pipeline, as a CI server would run it after every merge: get the newest commit, apply it, wait.
# The key to the cluster lies beside it, in deployer.kubeconfig.
set -e

export KUBECONFIG="$HOME/deployer.kubeconfig"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

git clone -q "https://$GIT_HOST/$GITHUB_USER/instavote.git" "$work"
commit=$(git -C "$work" rev-parse --short HEAD)
echo "Deploying $commit"

kubectl apply -n push -f "$work/deploy/vote"
kubectl annotate deployment vote -n push --overwrite pipeline/commit="$commit"
kubectl rollout status deployment vote -n push --timeout=60s
