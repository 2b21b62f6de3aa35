import type { Command } from 'commander'
import type { CliContext } from './context.ts'
import type { GradeOptions } from './grade.ts'
import { DATA_OPTION, JSON_OPTION, LABS_OPTION, duration } from './options.ts'
import type { Ending } from './program.ts'

export function addGradeCommand(program: Command, context: CliContext, ending: Ending): void {
  program
    .command('grade')
    .description("run a lab's checks against the cluster as it is, and say what was earned")
    .argument('<lab>', 'name or folder of the lab')
    .option('--kubeconfig <file>', "grade the cluster that this leads to (default: the lab's own on this machine)")
    .option('--seed <text>', "what the learner's variables were drawn from (default: as recorded)")
    .option('--timeout <time>', 'wait so long for everything to pass: 500ms, 30s, 2m', duration, 0)
    .option('--junit <file>', 'also write the result as JUnit XML')
    .option(...DATA_OPTION)
    .option(...LABS_OPTION)
    .option(...JSON_OPTION)
    .addHelpText('after', NOTES)
    .action(async (lab: string, options: GradeOptions) => {
      const { grade } = await import('./grade.ts')
      ending.code = await grade(context, lab, options)
    })
}

const NOTES = `
Without --timeout the cluster is looked at once; checks that must hold for a while are given that while.
Commands that were run and answers that were typed come from the learner's record in the data folder. With
--kubeconfig there is none unless --data names it, and checks that need it cannot tell.
A check that cannot tell is never a grade: exit code 3, unless another has failed (1).`
