import { GitBranch, Lock } from 'lucide-react'

interface BranchLabelProps {
  readonly name: string
  readonly isProtected?: boolean
}

/** The name of a branch where it stands for the branch; a lock and its word when nobody can push to it. */
export function BranchLabel({ name, isProtected = false }: BranchLabelProps) {
  return (
    <span className="branch-label" title={isProtected ? `${name}, protected` : name}>
      {isProtected ? <Lock size={12} aria-hidden="true" /> : <GitBranch size={12} aria-hidden="true" />}
      <span className="visually-hidden">{isProtected ? 'protected branch ' : 'branch '}</span>
      <span className="branch-label__name">{name}</span>
    </span>
  )
}
