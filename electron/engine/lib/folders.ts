import envPaths from 'env-paths'

/** Where Drydock keeps its things when nobody says otherwise. */
export interface Folders {
  /** Clusters, learners' folders, progress: `DRYDOCK_DATA`, else the platform's data folder. */
  readonly data: string
  /** What can be got again: `DRYDOCK_CACHE`, else the platform's cache folder. */
  readonly cache: string
}

export function defaultFolders(environment: Readonly<Record<string, string | undefined>> = process.env): Folders {
  const usual = envPaths('drydock', { suffix: '' })
  return {
    data: environment['DRYDOCK_DATA'] || usual.data,
    cache: environment['DRYDOCK_CACHE'] || usual.cache,
  }
}
