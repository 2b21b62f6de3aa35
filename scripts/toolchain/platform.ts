/** A platform in Go's words, which are also the words of every release that we download. */
export type Platform = `${string}/${string}`

const OPERATING_SYSTEMS: Readonly<Record<string, string>> = { win32: 'windows' }
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' }

/** The platform of this process. What Go calls as Node does (`linux`, `darwin`, `arm64`) passes through. */
export function currentPlatform(os: string = process.platform, arch: string = process.arch): Platform {
  return `${OPERATING_SYSTEMS[os] ?? os}/${ARCHITECTURES[arch] ?? arch}`
}

export function splitPlatform(platform: Platform): { readonly os: string; readonly arch: string } {
  const [os = '', arch = ''] = platform.split('/')
  return { os, arch }
}

/** `kubectl` on Linux and macOS, `kubectl.exe` on Windows. */
export function executable(name: string, platform: Platform): string {
  return splitPlatform(platform).os === 'windows' ? `${name}.exe` : name
}
