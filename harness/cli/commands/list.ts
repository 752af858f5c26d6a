import { Argument, Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Catalogue } from '../../app/catalogue/catalogue.ts';
import { hasConfig, loadConfig } from '../../config/load-config.ts';
import { asTyped } from '../../model/as-typed.ts';
import { exitCodes } from '../../model/exit-code.ts';
import { painter, wantsColour } from '../../reporting/text/paint.ts';
import { listSection, type Section, sections } from '../terminal/list-catalogue.ts';
import { say } from '../terminal/output.ts';

const examples = asTyped(`
Examples:
  npm run chaos -- list
  npm run chaos -- list faults
  npm run -s chaos -- list scenarios --json`);

/** The verb `list`: what has a name on the command line. */
export function listCommand(): CommandUnknownOpts {
  return new Command('list')
    .description(
      'List scenarios with their latest verdict and recovery time, workflows to explore, faults, and checks.',
    )
    .addArgument(new Argument('[section]', 'only this section').choices(sections))
    .option('--json', 'print JSON')
    .addHelpText('after', examples)
    .allowExcessArguments(false)
    .action(run);
}

async function run(section: Section | undefined, flags: { readonly json?: true }): Promise<void> {
  const catalogue = await readCatalogue(process.cwd());
  const asked = section === undefined ? sections : [section];
  if (flags.json === true) {
    const told = { ...catalogue, scenarios: catalogue.scenarios.map(({ plan: _plan, ...one }) => one) };
    say(JSON.stringify(Object.fromEntries(asked.map((one) => [one, told[one]])), null, 2));
  } else {
    const paint = painter(wantsColour(process.stdout));
    const parts = asked.map((one) => listSection(one, catalogue, paint).join('\n'));
    say(parts.join('\n\n'));
    say(asTyped('\nMore about each: npm run chaos -- describe <name>'));
  }
  process.exitCode = exitCodes.valid;
}

/** The catalogue of a project; without a chaos.config.ts, that of the harness alone. */
export async function readCatalogue(projectFolder: string): Promise<Catalogue> {
  // Loaded late: the other verbs start without it.
  const { catalogueOf } = await import('../../app/catalogue/catalogue.ts');
  return catalogueOf(hasConfig(projectFolder) ? await loadConfig(projectFolder) : null, projectFolder);
}
