import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Catalogue } from '../../app/catalogue/catalogue.ts';
import { didYouMean } from '../../app/validate/nearest.ts';
import { HarnessError } from '../../errors.ts';
import { asTyped } from '../../model/as-typed.ts';
import { exitCodes } from '../../model/exit-code.ts';
import { docsFrom } from '../../reporting/store/docs-from.ts';
import { describeCheck, describeFault, describeScenario, describeWorkflow } from '../terminal/describe-named.ts';
import { sections } from '../terminal/list-catalogue.ts';
import { say } from '../terminal/output.ts';
import { readCatalogue } from './list.ts';

const examples = asTyped(`
Examples:
  npm run chaos -- describe worker-kill
  npm run chaos -- describe side-effects-once
  npm run -s chaos -- describe link-latency --json`);

/** The verb `describe`: everything that is called by a name, in full. */
export function describeCommand(): CommandUnknownOpts {
  return new Command('describe')
    .description('Show a scenario, fault, check or workflow in full; a name that several have shows each.')
    .argument('<name>', 'the name, as list shows it')
    .option('--json', 'print JSON')
    .addHelpText('after', examples)
    .allowExcessArguments(false)
    .action(async (name: string, flags: { readonly json?: true }) => {
      const catalogue = await readCatalogue(process.cwd());
      const found = foundOf(catalogue, name);
      if (flags.json === true) say(JSON.stringify(found, null, 2));
      else say(describeFound(found, catalogue).join('\n\n'));
      process.exitCode = exitCodes.valid;
    });
}

/** @throws HarnessError CHAOS_USAGE if nothing has that name. */
function foundOf(catalogue: Catalogue, name: string): Catalogue {
  const named = <T extends { readonly name: string }>(all: readonly T[]): readonly T[] =>
    all.filter((one) => one.name === name);
  const { scenarios, workflows, faults, checks } = catalogue;
  const found: Catalogue = {
    scenarios: named(scenarios),
    workflows: named(workflows),
    faults: named(faults),
    checks: named(checks),
  };
  if (sections.some((section) => found[section].length > 0)) return found;
  const names = new Set(sections.flatMap((section) => catalogue[section].map((one) => one.name)));
  const sentence = `There is no scenario, workflow, fault or check named "${name}". ${didYouMean(name, [...names])}`;
  throw new HarnessError('CHAOS_USAGE', sentence);
}

function describeFound(found: Catalogue, catalogue: Catalogue): readonly string[] {
  const docsAt = docsFrom(process.cwd());
  const parts = [
    ...found.scenarios.map((one) => describeScenario(one, catalogue)),
    ...found.workflows.map((one) => describeWorkflow(one)),
    ...found.faults.map((one) => describeFault(one)),
    ...found.checks.map((one) => describeCheck(one, docsAt)),
  ];
  return parts.map((lines) => lines.join('\n'));
}
