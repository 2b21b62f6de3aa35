const RADIUS = 8
const AROUND = 2 * Math.PI * RADIUS

/** How much of a lab is done, as a shape; the words stand beside it. */
export function ProgressRing({ share }: { readonly share: number }) {
  if (share >= 1) {
    return (
      <svg className="ring ring--done" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
        <circle cx="10" cy="10" r="9" />
        <path d="m6 10.4 2.8 2.8 5.4-6" />
      </svg>
    )
  }
  return (
    <svg className="ring" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      <circle className="ring__track" cx="10" cy="10" r={RADIUS} />
      {share > 0 ? (
        <circle
          className="ring__share"
          cx="10"
          cy="10"
          r={RADIUS}
          strokeDasharray={`${(share * AROUND).toFixed(2)} ${AROUND.toFixed(2)}`}
          transform="rotate(-90 10 10)"
        />
      ) : null}
    </svg>
  )
}
