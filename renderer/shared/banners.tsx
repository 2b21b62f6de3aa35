import { CircleAlert, PlugZap, RefreshCw, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ClusterStatus } from '../../electron/contract/cluster.ts'
import type { ConnectionStatus } from '../connection/client.ts'
import { useApp, useAppState, useUi } from '../state/app.ts'
import type { Problem } from '../state/store.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { useNow } from '../ui/use-now.ts'
import { patienceWords } from './patience-words.ts'
import './banners.css'

const NO_CLUSTERS: readonly ClusterStatus[] = []

/** Slim lines over the screen: what is wrong now, in words, and what happens next. */
export function Banners() {
  const connection = useAppState((state) => state.connection)
  const clusters = useAppState((state) => state.engine?.clusters ?? NO_CLUSTERS)
  const problems = useAppState((state) => state.problems)
  const inLab = useUi((ui) => ui.route.screen === 'lab')
  const recovering = inLab ? clusters.filter((cluster) => cluster.phase === 'recovering') : NO_CLUSTERS
  return (
    <div className="banners" role="region" aria-label="Notices">
      {connection.phase === 'lost' ? <LostBanner connection={connection} /> : null}
      {recovering.map((status) => (
        <RecoveringBanner key={status.cluster} status={status} />
      ))}
      {problems.map((problem) => (
        <ProblemBanner key={problem.id} problem={problem} />
      ))}
    </div>
  )
}

interface BannerProps {
  readonly tone: 'dunno' | 'bad'
  readonly icon: ReactNode
  readonly children: ReactNode
  readonly action?: ReactNode
}

function Banner({ tone, icon, children, action }: BannerProps) {
  return (
    <div className={`banner banner--${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      {icon}
      <p className="banner__text">{children}</p>
      {action}
    </div>
  )
}

function LostBanner({ connection }: { readonly connection: ConnectionStatus & { phase: 'lost' } }) {
  const { client } = useApp()
  const now = useNow(500)
  const seconds = Math.ceil((connection.retryAtMs - now) / 1000)
  return (
    <Banner
      tone="dunno"
      icon={<PlugZap size={16} aria-hidden="true" />}
      action={
        <Button look="line" onClick={() => client.retryNow()}>
          Try now
        </Button>
      }
    >
      <b>The engine is not answering: reconnecting…</b> What you see is as it was. {patienceWords(connection.attempt)}{' '}
      <span aria-hidden="true">{seconds > 0 ? `Next try in ${seconds} s.` : 'Trying.'}</span>
    </Banner>
  )
}

function RecoveringBanner({ status }: { readonly status: ClusterStatus }) {
  const doing = status.steps.find((step) => step.state === 'running')?.title
  const happened = `Something in the cluster ${status.cluster} stopped and is being brought back.`
  return (
    <Banner tone="dunno" icon={<RefreshCw size={16} aria-hidden="true" />}>
      <b>{status.problem?.happened ?? happened}</b> {doing === undefined ? '' : `Now: ${doing}. `}Until it is back,
      checks say “cannot tell”.
    </Banner>
  )
}

function ProblemBanner({ problem: { id, error } }: { readonly problem: Problem }) {
  const { commands } = useApp()
  return (
    <Banner
      tone="bad"
      icon={<CircleAlert size={16} aria-hidden="true" />}
      action={
        <IconButton name="Dismiss this notice" onClick={() => commands.dismiss(id)}>
          <X size={16} aria-hidden="true" />
        </IconButton>
      }
    >
      <b>{error.happened}</b> {error.remedy}
      {error.at === undefined ? null : <code className="banner__at">{error.at}</code>}
    </Banner>
  )
}
