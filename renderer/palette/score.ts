/**
 * How well an action fits what was typed: 0 when a typed word is nowhere in it, more when its words begin with what was
 * typed, most when the whole begins with it. Letters must stand together: a palette that guesses runs the wrong thing.
 */
export function scoreOf(action: string, typed: string): number {
  const title = action.toLowerCase()
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  if (!words.every((word) => title.includes(word))) return 0
  if (title.startsWith(words.join(' '))) return 1
  const begun = words.filter((word) => new RegExp(`(^|[^\\p{L}\\p{N}])${escape(word)}`, 'u').test(title)).length
  return 0.3 + (0.5 * begun) / words.length
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
