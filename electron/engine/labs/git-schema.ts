/** Checks of kind `git` and `synced` as they are written, and the repositories that they speak of. */

import * as z from 'zod'
import type { InventoryWish } from '../../contract/lab.ts'
import { versionsOf } from './kinds.ts'
import { cluster, commonFields, line, partialObject, text } from './schema-parts.ts'

/** What people and Flux call repositories: no dots first, nothing that a shell or an address would read otherwise. */
const repositoryName = () =>
  z.string().regex(/^[a-z0-9]([-._a-z0-9]{0,61}[a-z0-9])?$/, {
    error: 'Use small letters, digits, dashes, dots and _, at most 63 of them.',
  })

/** The shape only; `rules/` looks at what it is with variables put in. */
const branchName = () => line(200)

const filePath = () => line(500)

export const repository = z.strictObject({
  name: repositoryName().describe('Name of the repository; its first commit lies in the folder repositories/NAME.'),
  madeBy: z
    .enum(['lab', 'learner'])
    .default('lab')
    .describe('`learner`: it is not there until the learner makes it, as `flux bootstrap` does.'),
  private: z.boolean().default(false).describe('Reading it needs the token, too.'),
  protected: z
    .array(branchName())
    .max(20)
    .default([])
    .describe('Branches that take changes through pull requests only.'),
  defaultBranch: branchName().default('main').describe('The branch that a clone begins on.'),
})

const fileWish = z
  .strictObject({
    path: filePath().describe('Where the file lies in the repository: `deploy/vote/deployment.yaml`.'),
    match: partialObject
      .exactOptional()
      .describe('Some YAML document of the file fits, as an object does in a `resource` check.'),
    contains: text(5000).exactOptional().describe('Text that is somewhere in the file.'),
    matches: text(1000).exactOptional().describe('RE2 expression that fits somewhere in the file.'),
    equals: text(20_000).exactOptional().describe('The whole file; line breaks at its end do not count.'),
    exists: z.boolean().exactOptional().describe('Whether there is such a file.'),
  })
  .meta({ oneOf: ['match', 'contains', 'matches', 'equals', 'exists'].map((key) => ({ required: [key] })) })

const commitWish = z.strictObject({
  subject: line(500).exactOptional().describe('RE2 expression for the whole subject.'),
  author: line(500).exactOptional().describe('RE2 expression for the whole name of the author.'),
  touches: filePath().exactOptional().describe('A file that it changed, or a folder in which it changed one.'),
})

const pullRequestWish = z.strictObject({
  from: branchName().exactOptional().describe('The branch with the change.'),
  into: branchName().exactOptional().describe('The branch that gets it.'),
  state: z.enum(['open', 'merged', 'closed']).exactOptional().describe('How far it is.'),
  method: z.enum(['merge', 'squash']).exactOptional().describe('How it was merged.'),
  approved: z.boolean().exactOptional().describe('Whether somebody approved it and nobody asked for changes after.'),
})

export const gitCheck = z.strictObject({
  kind: z.literal('git').describe("What a repository of the lab's own Git server holds."),
  ...commonFields,
  repository: text(63).describe("One of the lab's `repositories`."),
  branch: branchName()
    .exactOptional()
    .describe('The branch that the fields below speak of; the default branch when not given.'),
  exists: z.boolean().exactOptional().describe('Whether there is such a branch.'),
  protected: z.boolean().exactOptional().describe('Whether the branch takes changes through pull requests only.'),
  files: z.array(fileWish).min(1).max(50).default([]).describe('What is wanted of files of the branch; all of it.'),
  commit: commitWish.exactOptional().describe('There is such a commit on the branch.'),
  contains: branchName().exactOptional().describe('A branch, every commit of which is in this one.'),
  sameTreeAs: branchName().exactOptional().describe('A branch that has the same contents.'),
  pullRequest: pullRequestWish.exactOptional().describe('There is such a pull request.'),
  reverted: line(500)
    .exactOptional()
    .describe('RE2 expression for the whole subject of a commit that was reverted on the branch later.'),
  refused: z
    .boolean()
    .exactOptional()
    .describe('Whether a push to the branch was refused at some time since the lab began.'),
})

const inventoryWish = z
  .strictObject({
    apiVersion: text(200).exactOptional().describe('Needed only for kinds that a plain cluster does not have.'),
    kind: text(100).describe('The kind, as in a manifest: `Deployment`.'),
    name: text(253).describe('Name of the object.'),
    namespace: text(253).exactOptional().describe('Its namespace; needed for every kind that lives in one.'),
  })
  .transform(({ apiVersion, ...wish }): InventoryWish => ({
    apiVersion: apiVersion ?? usualVersion(wish.kind),
    ...wish,
  }))

/** The version in which every cluster has the kind; a rule reports kinds without one. */
const usualVersion = (kind: string): string => versionsOf(kind)[0] ?? 'v1'

export const syncedCheck = z.strictObject({
  kind: z.literal('synced').describe('Flux has fetched and applied what Git says, and it runs.'),
  ...commonFields,
  source: text(253).describe('Name of a GitRepository.'),
  kustomization: text(253).exactOptional().describe('Name of a Kustomization; without it only fetching counts.'),
  namespace: text(253).default('flux-system').describe('Namespace of both.'),
  repository: text(63)
    .exactOptional()
    .describe("One of the lab's `repositories`: the source must be at the head of its `branch`."),
  branch: branchName().exactOptional().describe('Branch of `repository`; its default branch when not given.'),
  inventory: z
    .array(inventoryWish)
    .min(1)
    .max(50)
    .default([])
    .describe('Objects that the Kustomization must have applied.'),
  running: z
    .boolean()
    .default(true)
    .describe('Whether every Deployment, StatefulSet and DaemonSet of the inventory must be rolled out.'),
})

export const freshClusters = z
  .array(cluster())
  .max(3)
  .default([])
  .describe('Clusters that are deleted and made anew when the step begins, before its `setup`.')
