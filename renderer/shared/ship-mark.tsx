/** The sign of Drydock: a hull on the blocks. */
export function ShipMark({ size = 28 }: { readonly size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="var(--accent)" />
      <path d="M6 10h3v10h14V10h3v13H6z" fill="var(--accent-ink)" />
      <path d="M11 16.5h10l-1.8 3h-6.4zM15 8.5h2v6.5h-2z" fill="var(--accent-ink)" opacity="0.7" />
    </svg>
  )
}
