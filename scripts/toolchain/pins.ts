import { join } from 'node:path'
import type { GoRun } from './go.ts'

/** What is waited for before a cluster can start, and what follows, in this order, while the learner is already at work. */
export type Group = 'control-plane' | 'extras' | 'gitops'

/** A Go module of ours that requires upstream's at the pinned version. Its go.sum is the checksum. */
export interface GoModule {
  readonly name: string
  /** Holds the committed go.mod and go.sum. */
  readonly directory: string
  readonly ldflags: readonly string[]
  /** A build from nothing on two cores, downloads included: what a user is told before this machine has its own number. */
  readonly coldBuild: { readonly ms: number; readonly packages: number }
  readonly preparation?: Preparation
}

/** Makes what upstream's module does not carry but its build wants. */
export interface Preparation {
  /** Every file whose content decides the result; they count for the content key of the module's tools. */
  readonly inputs: readonly string[]
  /** Returns the folder to build in, below the run's temporary one. Whatever it downloads is checked against a go.sum of ours. */
  readonly prepare: (run: GoRun) => Promise<string>
}

export interface ToolPin {
  /** The name of the executable, without `.exe`. */
  readonly name: string
  /** With the leading `v`, as upstream tags it. */
  readonly version: string
  readonly group: Group
  readonly module: GoModule
  /** The main package, as `go build` takes it. */
  readonly package: string
}

const KUBERNETES = 'v1.36.3'
const ETCD = 'v3.6.8'
const KWOK = 'v0.8.0'
const KUSTOMIZE = 'v5.8.1'
const FLUX = 'v2.9.5'
const FLUX_CONTROLLER = 'v1.9.6'

/**
 * One module for Kubernetes and etcd: together they compile with exactly the dependency versions that Kubernetes itself
 * is released with. kwok and kustomize want others, so they have modules of their own.
 */
const kubernetes: GoModule = {
  name: 'kubernetes',
  directory: moduleDirectory('kubernetes'),
  ldflags: kubernetesVersion(KUBERNETES, '2026-07-22T18:07:38Z'),
  coldBuild: { ms: 310_000, packages: 2742 },
}

const kwok: GoModule = {
  name: 'kwok',
  directory: moduleDirectory('kwok'),
  ldflags: [
    `-X sigs.k8s.io/kwok/pkg/consts.Version=${KWOK}`,
    `-X sigs.k8s.io/kwok/pkg/consts.KubeVersion=${KUBERNETES}`,
  ],
  coldBuild: { ms: 75_000, packages: 700 },
}

const kustomize: GoModule = {
  name: 'kustomize',
  directory: moduleDirectory('kustomize'),
  ldflags: [
    `-X sigs.k8s.io/kustomize/api/provenance.version=${KUSTOMIZE}`,
    '-X sigs.k8s.io/kustomize/api/provenance.buildDate=2026-02-09T16:11:22Z',
  ],
  coldBuild: { ms: 10_000, packages: 140 },
}

/**
 * One module for Flux's program and its controllers, so that what they share is compiled once. The program holds the
 * manifests of all components; those of the controllers that are not built come from the module `flux-manifests`.
 */
const flux: GoModule = {
  name: 'flux',
  directory: moduleDirectory('flux'),
  ldflags: [`-X main.VERSION=${FLUX.replace('v', '')}`],
  coldBuild: { ms: 300_000, packages: 2413 },
  preparation: {
    inputs: [
      join(import.meta.dirname, 'flux-sources.ts'),
      ...moduleFiles('kustomize'),
      ...moduleFiles('flux-manifests'),
    ],
    prepare: async (run) => {
      const { prepareFluxSources } = await import('./flux-sources.ts') // only who builds needs it
      return prepareFluxSources(run, { kustomize, manifestsDirectory: moduleDirectory('flux-manifests') })
    },
  },
}

/** Every tool, in the order in which it is got. To add one, add a line here and, if upstream publishes it, to releases.ts. */
export const PINS: readonly ToolPin[] = [
  pin('etcd', ETCD, 'control-plane', kubernetes, 'go.etcd.io/etcd/server/v3'),
  pin('etcdctl', ETCD, 'control-plane', kubernetes, 'go.etcd.io/etcd/etcdctl/v3'),
  pin('etcdutl', ETCD, 'control-plane', kubernetes, 'go.etcd.io/etcd/etcdutl/v3'),
  pin('kube-apiserver', KUBERNETES, 'control-plane', kubernetes, 'k8s.io/kubernetes/cmd/kube-apiserver'),
  pin(
    'kube-controller-manager',
    KUBERNETES,
    'control-plane',
    kubernetes,
    'k8s.io/kubernetes/cmd/kube-controller-manager',
  ),
  pin('kube-scheduler', KUBERNETES, 'control-plane', kubernetes, 'k8s.io/kubernetes/cmd/kube-scheduler'),
  pin('kubectl', KUBERNETES, 'control-plane', kubernetes, 'k8s.io/kubernetes/cmd/kubectl'),
  pin('kwok', KWOK, 'control-plane', kwok, 'sigs.k8s.io/kwok/cmd/kwok'),
  pin('kwokctl', KWOK, 'control-plane', kwok, 'sigs.k8s.io/kwok/cmd/kwokctl'),
  pin('kustomize', KUSTOMIZE, 'extras', kustomize, 'sigs.k8s.io/kustomize/kustomize/v5'),
  pin('flux', FLUX, 'gitops', flux, 'github.com/fluxcd/flux2/v2/cmd/flux'),
  pin('source-controller', FLUX_CONTROLLER, 'gitops', flux, 'github.com/fluxcd/source-controller'),
  pin('kustomize-controller', FLUX_CONTROLLER, 'gitops', flux, 'github.com/fluxcd/kustomize-controller'),
]

function pin(name: string, version: string, group: Group, module: GoModule, mainPackage: string): ToolPin {
  return { name, version, group, module, package: mainPackage }
}

function moduleDirectory(name: string): string {
  return join(import.meta.dirname, 'modules', name)
}

function moduleFiles(name: string): string[] {
  return ['go.mod', 'go.sum'].map((file) => join(moduleDirectory(name), file))
}

/**
 * What Kubernetes' own release script sets. A module does not carry its commit, so that stays empty rather than invented;
 * the date is the tag's, so that two builds of one version are the same bytes.
 */
function kubernetesVersion(version: string, buildDate: string): string[] {
  const [major, minor] = version.replace('v', '').split('.')
  const values = {
    gitVersion: version,
    gitMajor: major,
    gitMinor: minor,
    gitCommit: '',
    gitTreeState: 'clean',
    buildDate,
  }
  return ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].flatMap((versionPackage) =>
    Object.entries(values).map(([variable, value]) => `-X ${versionPackage}.${variable}=${value}`),
  )
}
