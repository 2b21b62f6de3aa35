import { describe, expect, it } from 'vitest'
import { isHarmless } from '../../../../electron/engine/labs/proof/harmless.ts'

describe('isHarmless', () => {
  it.each([
    '',
    'true',
    '# nothing\nkubectl get pods',
    'kubectl get pods -A | grep vote | wc -l',
    'kubectl -n shop describe pod vote && kubectl --context=dev explain pods',
    'kubectl config set-context --current --namespace=shop',
    'kubectl auth can-i create pods; echo done',
    'flux get all -A; flux -n flux-system logs',
    'git clone -q https://localhost:1/learner/fleet.git && cd fleet\ngit commit -am x',
  ])('is sure of %j', (commands) => {
    expect(isHarmless(commands)).toBe(true)
  })

  it.each([
    'kubectl delete pod vote',
    'flux reconcile source git fleet',
    'git commit -am x && git push',
    'git -c alias.status=push status',
    'kubectl get pods | xargs kubectl delete pod',
    'kubectl get pods\nkubectl scale deployment vote --replicas=2',
    'kubectl -n get delete pods --all',
    'echo $(kubectl delete pods --all)',
    'echo `kubectl delete pods --all`',
    'kubectl get pods -o yaml > vote.yaml',
    'kubectl get pods & kubectl delete pods --all',
    'kubectl auth reconcile -f x.yaml',
    'kubectlget pods',
    './run.sh',
    'cat x.yaml | kubectl apply -f -',
  ])('is not sure of %j', (commands) => {
    expect(isHarmless(commands)).toBe(false)
  })
})
