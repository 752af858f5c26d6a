import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { registryOf } from '../../app/registry.ts';
import { loadConfig } from '../../config/load-config.ts';
import { HarnessError } from '../../errors.ts';
import { exitCodes } from '../../model/exit-code.ts';
import { painter, wantsColour } from '../../reporting/text/paint.ts';
import { harnessSabotages } from '../../sabotage/index.ts';
import { defineScenarioCommand, type ScenarioFlags } from '../options/scenario-flags.ts';
import { listScenarios } from '../terminal/list-catalogue.ts';
import { say } from '../terminal/output.ts';
import { namedSupabase } from '../validate/hosted-supabase.ts';
import { choosePlan } from '../validate/scenario-choice.ts';

/** The verb `scenario`: runs one experiment and judges it. */
export function scenarioCommand(): CommandUnknownOpts {
  return defineScenarioCommand().action(run);
}

async function run(name: string | undefined, flags: ScenarioFlags): Promise<void> {
  refuseMixture(name, flags);
  const supabase = namedSupabase(process.env, process.cwd());
  const config = await loadConfig(process.cwd());
  if (flags.all === true) {
    const { runAll } = await import('../batch/all-scenarios.ts');
    process.exitCode = await runAll(config, { ...flags, supabase });
    return;
  }
  if (name === undefined) {
    const { listedScenarios } = await import('../../app/catalogue/catalogue.ts');
    const paint = painter(wantsColour(process.stdout));
    const listed = await listedScenarios(config, registryOf(config), process.cwd());
    say([...listScenarios(listed, paint), ''].join('\n'));
    for (const [sabotage, { summary }] of Object.entries(config.sabotages))
      say(`  --sabotage ${sabotage.padEnd(26)} ${summary}`);
    for (const rig of harnessSabotages) say(`  --sabotage ${rig.name.padEnd(26)} ${rig.summary}`);
    throw new HarnessError('CHAOS_USAGE', 'No scenario was named. Choose one of the list.');
  }
  const plan = await choosePlan(config, name, flags);
  if (flags.dryRun === true) {
    say(JSON.stringify(plan, null, 2));
    process.exitCode = exitCodes.valid;
    return;
  }
  // Loaded only now: Mocha, Allure and the clients of Temporal and Supabase would double the time of other answers.
  const { runOnce } = await import('../run-once.ts');
  process.exitCode = await runOnce(config, plan, { ...flags, supabase });
}

function refuseMixture(name: string | undefined, flags: ScenarioFlags): void {
  if (flags.all === true && name !== undefined) {
    const sentence = `Give the name of a scenario or --all, not both. Leave out "${name}" or --all.`;
    throw new HarnessError('CHAOS_USAGE', sentence);
  }
  if (flags.all === true || flags.timeLimit === undefined) return;
  const sentence = '--time-limit works only together with --all. A single run has the limit of its plan.';
  throw new HarnessError('CHAOS_USAGE', sentence);
}
