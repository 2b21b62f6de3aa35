/** More is refused in one push. Git says it: `pack exceeds maximum allowed size (50.00 MiB)`. */
export const MAX_PUSH_BYTES = 50 * 1024 * 1024
