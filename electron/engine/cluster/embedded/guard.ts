import { afterDeath, type AfterDeath } from '../../process/after-death.ts'
import type { ClusterFiles } from './cluster-files.ts'

/** Long enough for an engine that crashed to be started again and to find its cluster. */
export const ORPHAN_DELAY_MS = 30_000

/**
 * Ends the components of a cluster whose engine is gone, unless another engine has claimed it or it was given back.
 * A pid counts as ours only when its command line names the cluster's folder.
 */
const SCRIPT = `
unclaimed() { [ "$(cat "$LOCK" 2>/dev/null)" = "$CLAIM" ]; }
unclaimed || exit 0
sleep "$DELAY"
ours() {
  if [ -r "/proc/$1/cmdline" ]; then grep -qF "$ROOT/" "/proc/$1/cmdline"
  else ps -o args= -p "$1" | grep -qF "$ROOT/"
  fi
}
for file in "$RUN"/*.pid; do
  unclaimed || exit 0
  pid=$(cat "$file" 2>/dev/null) && [ -n "$pid" ] && ours "$pid" && kill -9 "$pid"
done
unclaimed && rm -f "$LOCK"
`

/** Sees to it that the cluster does not outlive its engine for long. `claim` is what the engine wrote into the lock. */
export const guardCluster = (files: ClusterFiles, claim: string, delayMs: number): AfterDeath =>
  afterDeath(SCRIPT, {
    LOCK: files.lock,
    CLAIM: claim,
    DELAY: String(delayMs / 1000),
    ROOT: files.root,
    RUN: files.run,
  })
