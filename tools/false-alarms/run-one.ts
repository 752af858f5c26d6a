/** A process that carries out one run of a good system and prints its report as JSON. */
import { Command } from '@commander-js/extra-typings';
import { runProcess } from '../../harness/cli/command-line.ts';
import { exitCodeOf } from '../../harness/cli/terminal/exit-code.ts';
import { listenForInterruption } from '../../harness/cli/terminal/interruption.ts';
import { say } from '../../harness/cli/terminal/output.ts';
import { runScenario } from '../../harness/index.ts';
import { goodScenario } from './good-scenarios.ts';
import { orderSchema } from './order.ts';
import { settings } from './settings.ts';

async function runOne(text: string): Promise<number> {
  const { projectFolder, reportsFolder, runId, run } = orderSchema.parse(JSON.parse(text));
  using interruption = listenForInterruption();
  const { scenario, config, params } = goodScenario(run.scenario);
  const report = await runScenario(scenario, {
    config,
    projectFolder,
    reportsFolder,
    runId,
    params,
    seed: run.seed,
    stack: run.stack,
    noFault: !settings[run.setting].fault,
    signal: interruption.signal,
    // The caller removes what proves nothing.
    keepRuns: Number.MAX_SAFE_INTEGER,
  });
  say(JSON.stringify(report));
  return exitCodeOf(report);
}

const command = new Command('run-one')
  .argument('<order>', 'the run, as JSON')
  .exitOverride()
  .action(async (order) => {
    process.exitCode = await runOne(order);
  });

runProcess(command);
