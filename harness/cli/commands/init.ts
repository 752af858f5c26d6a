import { relative, resolve } from 'node:path';
import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { exitCodes } from '../../model/exit-code.ts';
import { lookAtProject } from '../../setup/look/look-at-project.ts';
import { writeNew } from '../../setup/write-files.ts';
import { askOpen, onTerminal, refuseOpen } from '../init/ask-open.ts';
import { type FilledFlags, fillFlags } from '../init/fill-flags.ts';
import { type PlannedFiles, planFiles } from '../init/plan-files.ts';
import type { FlagsOf } from '../options/flags-of.ts';
import { commandOfSystem, type SystemFlags } from '../options/system-flags.ts';
import { say } from '../terminal/output.ts';

type InitFlags = FlagsOf<typeof define>;

const examples = `
Examples:
  npx chaos init
  npx chaos init --worker 'python worker.py' --task-queue billing --workflow BillingWorkflow --input '{"account":"{workflowId}"}'
  npx chaos init --project ..

It looks at the files of the project and runs none of them. On a terminal it asks for what it does not find; elsewhere
it refuses, and names the flags. It overwrites no file.
`;

/** The verb `init`: looks at a project, and writes a first configuration with one scenario. */
export function initCommand(): CommandUnknownOpts {
  return define().action(async (flags: InitFlags) => {
    await init(flags);
    process.exitCode = exitCodes.valid;
  });
}

function define() {
  return commandOfSystem('init')
    .description('Look at a project, and write a commented chaos.config.ts and one scenario for it.')
    .option('--project <folder>', 'the folder of the system, if it is not this one')
    .option('--json', 'print what was found and written as JSON, and ask nothing')
    .addHelpText('after', examples)
    .allowExcessArguments(false);
}

async function init({ project: named = '.', json, ...given }: InitFlags): Promise<void> {
  const here = process.cwd();
  const project = resolve(here, named);
  const facts = lookAtProject(project);
  const filled = fillFlags(given, facts);
  const flags = await complete(filled, json !== true && process.stdin.isTTY);
  const planned = await planFiles(flags, facts, { here, project });
  await writeNew(planned.folder, planned.files);
  const paths = planned.files.map(({ path }) => relative(here, resolve(planned.folder, path)));
  if (json === true)
    say(`${JSON.stringify({ found: filled.taken, unset: filled.unset, files: paths, next: planned.next }, null, 2)}\n`);
  else say(`${describe(filled, planned, paths).join('\n')}\n`);
}

async function complete(filled: FilledFlags, isTerminal: boolean): Promise<SystemFlags> {
  if (isTerminal) return await onTerminal((ask) => askOpen(filled, ask));
  refuseOpen(filled.open);
  return filled.flags;
}

function describe({ taken, unset }: FilledFlags, { next }: PlannedFiles, paths: readonly string[]): readonly string[] {
  return [
    ...taken.map(({ what, value, at }) => `Found the ${what} ${value} (${at}).`),
    ...unset.map(
      ({ value, at }) => `Not set: ${value} (${at}). If it is a service, add it under \`services\` and \`env\`.`,
    ),
    ...paths.map((path) => `Wrote ${path}.`),
    'Next:',
    ...next.map((command) => `  ${command}`),
  ];
}
