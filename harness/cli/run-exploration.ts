import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import type { ChaosConfig, ExploredWorkflow } from '../model/config.ts';
import type { ExitCode } from '../model/verdict.ts';
import type { ChosenStack } from './choose-stack.ts';
import { executeExploration } from './execute-exploration.ts';
import { exitCodeOf } from './exit-code.ts';
import type { ExploreFlags } from './explore.ts';
import { listenForInterruption } from './interruption.ts';
import { complain, say } from './output.ts';
import { newRunId } from './run-id.ts';

/** What is explored, and where. */
export interface ExplorationChoice {
  readonly config: ChaosConfig;
  readonly workflow: string;
  readonly explored: ExploredWorkflow;
  readonly stack: ChosenStack;
}

/** Explores, shows and reports, and gives the exit code. */
export async function runExploration(choice: ExplorationChoice, flags: ExploreFlags): Promise<ExitCode> {
  using interruption = listenForInterruption();
  const { signal } = interruption;
  const seed = flags.seed ?? randomInt(1_000_000);
  const runId = newRunId(seed);
  const projectFolder = process.cwd();
  const folder = join(projectFolder, 'reports', 'explorations', choice.workflow, runId);
  const news = {
    planned: (points: number, results: number) => console.error(`${points} points, ${results} results wanted`),
    front: (number: number, of: number, action: string) => console.error(`front ${number} of ${of} (${action})`),
    judged: (done: number, failing: number) => console.error(`${done} done, ${failing} failing`),
    note: (line: string) => console.error(line),
  };
  const exploration = await executeExploration({
    ...{ ...choice, runId, projectFolder, folder, signal, news, seed },
    cases: flags.case ?? Object.keys(choice.explored.cases),
    actions: flags.action,
    points: flags.point ?? null,
    front: flags.front,
    lanes: 1,
    depth: 1,
    audit: flags.audit,
    timeLimitMs: flags.timeLimit ?? null,
    sabotage: flags.sabotage ?? null,
  });
  say(JSON.stringify(exploration, null, 2));
  const [first] = exploration.errors;
  if (first !== undefined) complain(first);
  return exitCodeOf(exploration);
}
