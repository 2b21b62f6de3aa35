/** Instructions with everything that a step may hold. */
export const BREAK_IT = `A rollout is a promise with a safety catch. Kubernetes starts new pods first and takes old ones away only as the
new ones become ready, so a version that never becomes ready should cost you nothing but a warning.

Ask for a version of vote that does not exist, and watch which pods go away and which ones stay.

\`\`\`sh
kubectl set image deployment vote vote=schoolofdevops/vote:v9
\`\`\`

Now look at the two ReplicaSets side by side. The new one wants pods that never start; the old one keeps serving because of
\`maxUnavailable\`.

\`\`\`sh
kubectl rollout status deployment vote --timeout=10s
kubectl get rs -l app=vote
\`\`\`

You should see something like this:

\`\`\`console
NAME              DESIRED   CURRENT   READY   AGE
vote-5bb76459d9   2         2         2       9m12s
vote-7f9c4d8b66   2         2         0       6s
\`\`\`

> If the old pods went away as well, somebody set \`maxUnavailable\` to 100 %. Which field of the Deployment decides that?

1. Read \`kubectl describe deployment vote\` from the bottom up: events first.
2. Compare **desired**, **updated** and **available**.

More in the [Kubernetes documentation](https://kubernetes.io/docs/concepts/workloads/controllers/deployment/).
`
