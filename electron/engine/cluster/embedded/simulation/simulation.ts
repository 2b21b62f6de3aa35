import { fluxLogsDocument } from './flux-logs.ts'
import { nodeStages, type NodeOptions } from './node-stages.ts'
import { POD_QUERIES } from './pod-queries.ts'
import { POD_STAGES } from './pod-stages.ts'
import { stageDocument } from './stage.ts'

export interface SimulationOptions extends NodeOptions {
  /** What every container has printed, in the format of container logs. */
  readonly logFile: string
  /** What real Flux controllers have printed, by their name. */
  readonly fluxLogs: Readonly<Record<string, string>>
}

/** The rules of the simulated node and its containers, as documents of kwok's configuration. */
export const simulationDocuments = (options: SimulationOptions): readonly object[] => [
  ...nodeStages(options).map((stage) => stageDocument(stage, '')),
  ...POD_STAGES.map((stage) => stageDocument(stage, POD_QUERIES)),
  ...Object.entries(options.fluxLogs).map(([name, file]) => fluxLogsDocument(name, file, `${file}.previous`)),
  {
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'ClusterLogs',
    metadata: { name: 'simulated' },
    spec: { logs: [{ logsFile: options.logFile, previousLogsFile: options.logFile, follow: false }] },
  },
]

/** One line of a container's log, as the runtime would have written it. */
export const containerLogLine = (time: Date): string =>
  `${time.toISOString()} stdout F This container is simulated: the cluster keeps its objects for real, but runs no program in it, so there is no output. Use "kubectl describe pod" and "kubectl get events" to see what it does.\n`
