/** Small choices that this browser remembers. Storage may be forbidden or full: then they last until the reload. */
export interface Preferences {
  read(key: string): string | null
  write(key: string, value: string): void
}

const PREFIX = 'drydock.'

export function browserPreferences(storage: () => Storage): Preferences {
  return {
    read(key) {
      try {
        return storage().getItem(PREFIX + key)
      } catch {
        return null
      }
    },
    write(key, value) {
      try {
        storage().setItem(PREFIX + key, value)
      } catch {
        // Forbidden or full: the choice holds for this page only.
      }
    },
  }
}
