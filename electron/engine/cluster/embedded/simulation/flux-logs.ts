/**
 * Where the simulated kubelet finds what the real Flux controllers print: as the pods of a namespace that no cluster can
 * have. `flux/kubelet-front.ts` asks there for the log of a pod that stands for one of them.
 */
export const FLUX_LOGS_NAMESPACE = '.flux'

/** kwok's rule for the log of one controller. */
export const fluxLogsDocument = (controller: string, file: string, previousFile: string): object => ({
  apiVersion: 'kwok.x-k8s.io/v1alpha1',
  kind: 'ClusterLogs',
  metadata: { name: controller },
  spec: {
    selector: { matchNamespaces: [FLUX_LOGS_NAMESPACE], matchNames: [controller] },
    logs: [{ logsFile: file, previousLogsFile: previousFile, follow: true }],
  },
})
