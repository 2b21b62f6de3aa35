import type { ToolName } from '../../tools/toolset.ts'

/** The programs of a cluster, in the order in which they depend on each other. Names as kwokctl uses them. */
export const COMPONENTS = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kwok-controller',
] as const
export type Component = (typeof COMPONENTS)[number]

/** They work through the API server and are of no use before it answers. */
export const CONTROLLERS = ['kube-controller-manager', 'kube-scheduler', 'kwok-controller'] as const
export type Controller = (typeof CONTROLLERS)[number]

export const isController = (component: Component): component is Controller =>
  CONTROLLERS.some((controller) => controller === component)

/** Which tool of the toolset a component is. */
export const TOOL_OF: Readonly<Record<Component, ToolName>> = {
  etcd: 'etcd',
  'kube-apiserver': 'kube-apiserver',
  'kube-controller-manager': 'kube-controller-manager',
  'kube-scheduler': 'kube-scheduler',
  'kwok-controller': 'kwok',
}

/** What people call a component. */
export const TITLE_OF: Readonly<Record<Component, string>> = {
  etcd: 'etcd',
  'kube-apiserver': 'the API server',
  'kube-controller-manager': 'the controller manager',
  'kube-scheduler': 'the scheduler',
  'kwok-controller': 'the simulated kubelet (kwok)',
}
