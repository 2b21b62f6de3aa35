/** Attempts after which waiting alone is no longer good advice. */
const PATIENCE = 4

/** A new run of Drydock has a new key: this page cannot find its way to it alone. */
export const patienceWords = (attempt: number): string =>
  attempt < PATIENCE ? '' : 'If Drydock was started again meanwhile, open the address that it printed.'
