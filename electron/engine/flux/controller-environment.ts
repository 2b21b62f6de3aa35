import type { ControllerFiles } from './controller-files.ts'
import type { FluxControllerName } from './controllers.ts'

/** What is taken over from the engine's own environment: how to reach the outside, where there is one. */
const FROM_ENGINE = ['PATH', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy']

/**
 * They have little to do here, and share the machine with a cluster and a learner: one processor at a time, and garbage
 * is collected early.
 */
const MODEST = { GOMAXPROCS: '1', GOGC: '50', GOMEMLIMIT: '96MiB' }

/** The environment of a controller's process. */
export function controllerEnvironment(
  name: FluxControllerName,
  namespace: string,
  files: ControllerFiles,
  isTrusting: boolean,
  engine: Readonly<Record<string, string | undefined>> = process.env,
): Readonly<Record<string, string>> {
  const taken = FROM_ENGINE.flatMap((key) => {
    const value = engine[key]
    return value === undefined ? [] : [[key, value] as const]
  })
  return {
    ...Object.fromEntries(taken),
    ...MODEST,
    HOME: files.home,
    TMPDIR: files.temporary,
    TUF_ROOT: `${files.temporary}/.sigstore`,
    KUBECONFIG: files.kubeconfig(name),
    RUNTIME_NAMESPACE: namespace,
    ...(isTrusting ? { SSL_CERT_FILE: files.trust } : {}),
  }
}
