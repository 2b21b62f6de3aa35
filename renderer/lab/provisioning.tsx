import { useState } from 'react'
import type { ClusterPhase, ClusterStatus, ProvisionStep } from '../../electron/contract/cluster.ts'
import type { LabSnapshot } from '../../electron/contract/protocol.ts'
import { useApp, useEngine } from '../state/app.ts'
import { durationWords } from '../state/time-words.ts'
import { Button } from '../ui/button.tsx'
import { useNow } from '../ui/use-now.ts'
import { notReady } from './lab-model.ts'
import { LogSheet } from './log-sheet.tsx'
import './provisioning.css'

/** Over terminal and panel while a cluster of the lab is not there; the instructions stay readable beside it. */
export function Provisioning({ lab }: { readonly lab: LabSnapshot }) {
  const clusters = useEngine((engine) => engine.clusters)
  const own = clusters.filter((status) => lab.clusters.includes(status.cluster))
  const waiting = notReady(own)
  if (own.length > 0 && waiting.length === 0) return null
  return (
    <section className="provisioning" aria-label="Bringing up the cluster">
      <div className="provisioning__sheet" role="status" aria-live="polite" aria-atomic="false">
        {own.length === 0 ? <p className="provisioning__title">Getting the cluster ready…</p> : null}
        {own.map((status) => (
          <ClusterSteps key={status.cluster} status={status} />
        ))}
        {waiting.some(({ phase }) => canRetry(phase)) ? null : (
          <p className="provisioning__meanwhile">You can read the instructions meanwhile.</p>
        )}
      </div>
    </section>
  )
}

const TITLES: Readonly<Record<ClusterPhase, string>> = {
  absent: 'is not there',
  creating: 'is being brought up',
  starting: 'is starting',
  ready: 'is ready',
  recovering: 'is being brought back',
  restoring: 'is going back to the start of a step',
  stopping: 'is stopping',
  stopped: 'is stopped',
  failed: 'did not come up',
}

const canRetry = (phase: ClusterPhase): boolean => phase === 'failed' || phase === 'stopped' || phase === 'absent'

function ClusterSteps({ status }: { readonly status: ClusterStatus }) {
  const { commands } = useApp()
  const [showsLog, setShowsLog] = useState(false)
  const { cluster, phase, steps, problem } = status
  return (
    <div className="provisioning__cluster">
      <h2 className="provisioning__title">
        The cluster {cluster} {TITLES[phase]}
      </h2>
      {phase === 'ready' ? null : (
        <ol className="provisioning__steps">
          {steps.map((step, index) => (
            <StepLine key={step.title} step={step} number={index + 1} />
          ))}
        </ol>
      )}
      {problem === undefined ? null : (
        <div className="provisioning__problem">
          <p>
            <b>{problem.happened}</b> {problem.remedy}
          </p>
          {problem.output === undefined ? null : (
            <pre className="tool-output" tabIndex={0} aria-label="What it printed last">
              {problem.output}
            </pre>
          )}
        </div>
      )}
      <div className="provisioning__actions">
        {canRetry(phase) ? (
          <Button look="main" onClick={() => commands.detached(commands.retryCluster(cluster))}>
            {phase === 'failed' ? 'Try again' : 'Start it'}
          </Button>
        ) : null}
        <Button look="line" onClick={() => setShowsLog(true)}>
          Show log
        </Button>
      </div>
      <LogSheet cluster={cluster} open={showsLog} onClose={() => setShowsLog(false)} />
    </div>
  )
}

const STATE_WORDS = { waiting: 'to come', running: 'now', done: 'done', failed: 'failed' } as const

function StepLine({ step, number }: { readonly step: ProvisionStep; readonly number: number }) {
  return (
    <li className="provision" data-state={step.state} aria-current={step.state === 'running' ? 'step' : undefined}>
      <span className="provision__mark" aria-hidden="true">
        {step.state === 'done' ? <DoneMark /> : step.state === 'failed' ? <FailedMark /> : number}
      </span>
      <span className="provision__title">
        {step.title}
        <span className="visually-hidden">, {STATE_WORDS[step.state]}</span>
      </span>
      <StepTime step={step} />
    </li>
  )
}

function StepTime({ step }: { readonly step: ProvisionStep }) {
  const now = useNow(100, step.state === 'running')
  const last = step.lastTookMs === undefined ? null : `last time ${durationWords(step.lastTookMs)}`
  if (step.tookMs !== undefined) return <span className="provision__time">{durationWords(step.tookMs)}</span>
  if (step.state === 'running') {
    return (
      <span className="provision__time" aria-live="off">
        {durationWords(now - (step.startedAtMs ?? now))}
        {last === null ? null : <i> · {last}</i>}
      </span>
    )
  }
  return last === null || step.state === 'failed' ? null : (
    <span className="provision__time provision__time--faint">{last}</span>
  )
}

const DoneMark = () => (
  <svg viewBox="0 0 16 16" width="12" height="12">
    <path d="m3 8.6 3.2 3.2L13 4.6" />
  </svg>
)

const FailedMark = () => (
  <svg viewBox="0 0 16 16" width="10" height="10">
    <path d="m3 3 10 10m0-10L3 13" />
  </svg>
)
