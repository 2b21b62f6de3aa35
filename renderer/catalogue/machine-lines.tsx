import { CircleAlert, Hammer, Server } from 'lucide-react'
import { useEngine } from '../state/app.ts'
import { clusterLine, toolchainLine } from './catalogue-words.ts'

/** The clusters that run, and tools that still arrive: one quiet line each. */
export function MachineLines() {
  const clusters = useEngine((engine) => engine.clusters)
  const toolchain = useEngine((engine) => engine.toolchain)
  const version = useEngine((engine) => engine.appVersion)
  return (
    <footer className="machine">
      {clusters.length === 0 ? (
        <p>
          <Server size={14} aria-hidden="true" />
          No lab is open; opening one brings its cluster up in a few seconds.
        </p>
      ) : (
        clusters.map((status) => (
          <p key={status.cluster}>
            <Server size={14} aria-hidden="true" />
            Cluster {clusterLine(status)}
          </p>
        ))
      )}
      {toolchain.state === 'working' ? (
        <p role="status">
          <Hammer size={14} aria-hidden="true" />
          {toolchainLine(toolchain)}
          <progress max={toolchain.total} value={toolchain.done} aria-label="Tools that are ready" />
        </p>
      ) : null}
      {toolchain.state === 'failed' ? (
        <p className="machine__failed" role="alert">
          <CircleAlert size={14} aria-hidden="true" />
          {toolchain.problem?.happened ?? `The tool ${toolchain.tool ?? ''} could not be had.`}{' '}
          {toolchain.problem?.remedy}
        </p>
      ) : null}
      <p>Drydock {version}</p>
    </footer>
  )
}
