export const ACTION_GROUPS = ['This step', 'Terminal', 'Git', 'This lab', 'Go to', 'Labs', 'Look'] as const
export type ActionGroup = (typeof ACTION_GROUPS)[number]

/** Something a person can do, by key (`chords.ts`) and from the palette. What cannot be done now is not in the list. */
export interface Action {
  readonly id: string
  readonly title: string
  readonly group: ActionGroup
  run(): void
}
