/** The SHA-256 of each release file, by its address. Kept by `main.ts pin-digests`; what is trusted, and why, is in releases.ts. */
export const RELEASE_DIGESTS: Readonly<Record<string, string | undefined>> = {
  'https://dl.k8s.io/release/v1.36.3/bin/linux/amd64/kubectl':
    'ebbd080e7c2e275093b55915722043257eb24004363e20acb3c4d71919f88336',
  'https://github.com/kubernetes-sigs/kustomize/releases/download/kustomize%2Fv5.8.1/kustomize_v5.8.1_darwin_amd64.tar.gz':
    'ee7cf0c1e3592aa7bb66ba82b359933a95e7f2e0b36e5f53ed0a4535b017f2f8',
  'https://github.com/kubernetes-sigs/kustomize/releases/download/kustomize%2Fv5.8.1/kustomize_v5.8.1_darwin_arm64.tar.gz':
    '8886f8a78474e608cc81234f729fda188a9767da23e28925802f00ece2bab288',
  'https://github.com/kubernetes-sigs/kustomize/releases/download/kustomize%2Fv5.8.1/kustomize_v5.8.1_linux_amd64.tar.gz':
    '029a7f0f4e1932c52a0476cf02a0fd855c0bb85694b82c338fc648dcb53a819d',
  'https://github.com/kubernetes-sigs/kustomize/releases/download/kustomize%2Fv5.8.1/kustomize_v5.8.1_linux_arm64.tar.gz':
    '0953ea3e476f66d6ddfcd911d750f5167b9365aa9491b2326398e289fef2c142',
  'https://github.com/kubernetes-sigs/kustomize/releases/download/kustomize%2Fv5.8.1/kustomize_v5.8.1_windows_amd64.zip':
    '8ec7f5e815e526d4622c06df0a7793d8cfb6eb1c74f816b46166097fef8b26c6',
}
