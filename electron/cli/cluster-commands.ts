import type { Command } from 'commander'
import type { ClusterOptions } from './cluster.ts'
import type { CliContext } from './context.ts'
import { DATA_OPTION, JSON_OPTION } from './options.ts'
import type { Ending } from './program.ts'

export function addClusterCommands(program: Command, context: CliContext, ending: Ending): void {
  const cluster = program.command('cluster').description('a cluster without a lab: up, status, down')
  const add = (name: 'up' | 'status' | 'down', description: string): Command =>
    cluster
      .command(name)
      .description(description)
      .option(...DATA_OPTION)
      .option(...JSON_OPTION)
      .action(async (options: ClusterOptions) => {
        const { clusterCommand } = await import('./cluster.ts')
        ending.code = await clusterCommand(name, context, options)
      })
  const NAME = ['--name <name>', 'which cluster', 'dev'] as const
  add('up', 'bring it up and print how to reach it; it stays until `drydock cluster down`').option(...NAME)
  add('status', 'say which clusters there are in the data folder, and how they are')
  add('down', 'end it; nothing of it stays, running or on disk')
    .option(...NAME)
    .option('--all', 'every cluster of the data folder, those of labs too')
}
