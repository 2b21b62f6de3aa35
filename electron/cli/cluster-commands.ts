import type { Command } from 'commander'
import { clusterDown, clusterStatus, clusterUp } from './cluster.ts'
import type { ClusterOptions } from './cluster.ts'
import type { CliContext } from './context.ts'
import { DATA_OPTION, JSON_OPTION } from './options.ts'
import type { Ending } from './program.ts'

export function addClusterCommands(program: Command, context: CliContext, ending: Ending): void {
  const cluster = program.command('cluster').description('a cluster without a lab: up, status, down')
  const add = (
    name: string,
    description: string,
    action: (context: CliContext, options: ClusterOptions) => Promise<number>,
  ): Command =>
    cluster
      .command(name)
      .description(description)
      .option('--name <name>', 'which cluster', 'dev')
      .option(...DATA_OPTION)
      .option(...JSON_OPTION)
      .action(async (options: ClusterOptions) => void (ending.code = await action(context, options)))
  add('up', 'bring it up; it stays until `drydock cluster down`, and print how to reach it', clusterUp)
  add('status', 'say which clusters there are in the data folder, and how they are', clusterStatus)
  add('down', 'end it; nothing of it stays, running or on disk', clusterDown).option(
    '--all',
    'every cluster of the data folder, those of labs too',
  )
}
