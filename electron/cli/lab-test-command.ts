import type { Command } from 'commander'
import type { CliContext } from './context.ts'
import type { LabTestOptions } from './lab-test.ts'
import { JSON_OPTION, LABS_OPTION, wholeNumber } from './options.ts'
import type { Ending } from './program.ts'

export function addLabTestCommand(lab: Command, context: CliContext, ending: Ending): void {
  lab
    .command('test')
    .description('prove labs on a real cluster: red before, red with each mistake, green after the solution')
    .argument('[lab...]', 'names or folders of labs (default: all)')
    .option('--step <name>', 'try only this step of the lab; the steps before it are done by their solutions')
    .option('--seed <text>', 'what the variables are drawn from', 'drydock')
    .option('--jobs <n>', 'labs at the same time (default: one a processor, at most 4)', wholeNumber)
    .option('--keep', 'leave the clusters and their data when done')
    .option('--junit <file>', 'also write the result as JUnit XML')
    .option(...LABS_OPTION)
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      '\nA lab is refused for each thing that is not as it should be. A check that never fails is one of them.',
    )
    .action(async (labs: string[], options: LabTestOptions) => {
      const { testLabs } = await import('./lab-test.ts')
      ending.code = await testLabs(context, labs, options)
    })
}
