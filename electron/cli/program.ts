/** Which commands there are, what they take, and how their endings become exit codes. */

import { Command, CommanderError } from 'commander'
import { toWire } from '../contract/errors.ts'
import { labJsonSchema } from '../engine/labs/json-schema.ts'
import type { CliContext } from './context.ts'
import { EXIT, exitCodeOf } from './context.ts'
import { addClusterCommands } from './cluster-commands.ts'
import { addGradeCommand } from './grade-command.ts'
import { addLabTestCommand } from './lab-test-command.ts'
import { listLabs } from './lab-list.ts'
import { validateLabs } from './lab-validate.ts'
import { JSON_OPTION, LABS_OPTION } from './options.ts'
import { serve } from './serve.ts'
import { failureText } from './text/failure-text.ts'

/** Where a command leaves its exit code. */
export interface Ending {
  code: number
}

/** Runs one command line and gives its exit code; prints what went wrong, never throws. */
export async function runCli(args: readonly string[], context: CliContext): Promise<number> {
  const ending: Ending = { code: EXIT.passed }
  try {
    await buildProgram(context, ending).parseAsync([...args], { from: 'user' })
    return ending.code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.passed : EXIT.usage
    const detail = toWire(error)
    if (args.includes('--json')) context.out(`${JSON.stringify({ error: detail }, null, 2)}\n`)
    context.err(failureText(detail))
    return exitCodeOf(detail)
  }
}

export function buildProgram(context: CliContext, ending: Ending): Command {
  const program = new Command('drydock')
    .description('A training lab for Kubernetes and GitOps on this machine.')
    .addHelpText('after', EXIT_CODES)
    .configureOutput({ writeOut: (text) => context.out(text), writeErr: (text) => context.err(text) })
    .showHelpAfterError('(drydock --help says what there is)')
    .exitOverride()
  program
    .command('serve')
    .description('serve the page to any browser on this machine, and print its address')
    .allowUnknownOption()
    .helpOption(false)
    .argument('[option...]')
    .action(async (args: string[]) => void (ending.code = await serve(context, args)))
  const lab = program.command('lab').description('labs: list, validate, test, and the schema for editors')
  addLabCommands(lab, context, ending)
  addLabTestCommand(lab, context, ending)
  addGradeCommand(program, context, ending)
  addClusterCommands(program, context, ending)
  return program
}

const EXIT_CODES = `
Exit codes: 0 passed, 1 not passed, 2 the lab or the command line is wrong, 3 this machine or the cluster does not play along.`

function addLabCommands(lab: Command, context: CliContext, ending: Ending): void {
  lab
    .command('list')
    .description('list the labs in the order of the catalogue')
    .option(...LABS_OPTION)
    .option(...JSON_OPTION)
    .action(async (options: { labs?: string; json?: boolean }) => void (ending.code = await listLabs(context, options)))
  lab
    .command('validate')
    .description('read labs and say everything that is wrong with them, with line and column')
    .argument('[path...]', 'folders of labs, or lab.yaml files (default: all labs)')
    .option('--strict', 'warnings count too: what a lab needs before it ships')
    .option(...LABS_OPTION)
    .option(...JSON_OPTION)
    .action(async (paths: string[], options: { labs?: string; json?: boolean; strict?: boolean }) => {
      ending.code = await validateLabs(context, paths, options)
    })
  lab
    .command('schema')
    .description('print the JSON Schema of lab.yaml, for editors')
    .option(...JSON_OPTION)
    .action(() => context.out(`${JSON.stringify(labJsonSchema(), null, 2)}\n`))
}
