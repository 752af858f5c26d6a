import { join } from 'node:path';
import { expect } from 'chai';
import { type Exploration, explorationSchema } from '../../../harness/model/exploration.ts';
import { negativeControlOf } from '../../../harness/model/scenario.ts';
import { actionsDue, defectActions, type TriedExample, tierOfScenario } from '../../catalogue/examples.ts';
import { isFull, itDue } from '../../catalogue/tier.ts';
import { type ExampleDefects, harmOf, whereExamplesBreak } from '../../explore/where-examples-break.ts';
import { idsOf } from '../expect-bites.ts';
import { describeExploration, pointsIn } from '../run-explore.ts';
import { chaosMain, describeFindings, projectFolder, reportOf, runProgram, verdictOf } from '../run-scenario.ts';

/** Tests that the good system is valid, under faults and everywhere, and every night that each planted defect is found. */
export function isJudgedRight(example: TriedExample): void {
  runsItsScenarios(example);
  isExplored(example);
}

function runsItsScenarios({ folder, scenarios }: TriedExample): void {
  for (const [index, scenario] of scenarios.entries()) {
    const { name } = scenario;
    const { sabotage, check } = negativeControlOf(scenario);

    itDue({ tier: tierOfScenario(index) }, `is valid under ${name}, replays included`, async () => {
      const { exit, report } = reportOf(await run(folder, 'scenario', name, '--no-page', '--json'), name);
      expect(exit, describeFindings(report)).to.equal(0);
      expect(verdictOf(report, 'replays-deterministically')).to.equal('valid');
    });

    itDue({ tier: 'full' }, `is invalid under ${name} with ${sabotage}, by ${check}`, async () => {
      const { exit, report } = reportOf(
        await run(folder, 'scenario', name, '--sabotage', sabotage, '--no-page', '--json'),
        name,
      );
      expect(exit, describeFindings(report)).to.equal(1);
      expect(verdictOf(report, check)).to.equal('invalid');
    });
  }
}

function isExplored({ folder, workflow, firstCase }: TriedExample): void {
  const { service, defects }: ExampleDefects = whereExamplesBreak[folder];
  const actions = defectActions(folder);
  const flags = ['--action', actions.join(','), '--audit', '0%'];

  const where = isFull ? 'each of its points' : `each point of ${firstCase}`;
  it(`is valid at ${where} by ${actionsDue.join(', ')}`, async () => {
    const less = isFull ? [] : ['--case', firstCase, '--audit', '0%'];
    const { exit, exploration, told } = await explore(folder, workflow, '--action', actionsDue.join(','), ...less);
    expect(exit, told).to.equal(0);
    expect(pointsIn(exploration, 'valid', 'crash')).to.deep.equal(idsOf(exploration));
  });

  for (const [sabotage, defect] of Object.entries(defects)) {
    itDue(
      { tier: 'full' },
      `is invalid with ${sabotage} where ${actions.join(', ')} does harm, and nowhere else`,
      async () => {
        const { exit, exploration, told } = await explore(folder, workflow, ...flags, '--sabotage', sabotage);
        expect(exit, told).to.equal(1);
        for (const action of actions) {
          const harmed = exploration.cases.flatMap(({ points }) => harmOf(defect, { service, action }, points));
          const struck = exploration.results.filter((result) => result.action === action).map(({ point }) => point);
          const rest = struck.filter((id) => !harmed.includes(id));
          expect(pointsIn(exploration, 'invalid', action), `${action}: ${defect.why}`).to.deep.equal(harmed.toSorted());
          expect(pointsIn(exploration, 'valid', action), action).to.deep.equal(rest.toSorted());
        }
      },
    );
  }
}

interface Explored {
  readonly exit: number | null;
  readonly exploration: Exploration;
  /** What it said, for messages. */
  readonly told: string;
}

async function explore(folder: string, workflow: string, ...flags: readonly string[]): Promise<Explored> {
  const { exit, stdout, stderr } = await run(folder, 'explore', workflow, ...flags, '--no-page', '--json');
  try {
    const exploration = explorationSchema.parse(JSON.parse(stdout));
    return { exit, exploration, told: `${stderr}\n${describeExploration(exploration)}` };
  } catch (cause) {
    throw new Error(`There is no exploration of ${workflow} (exit ${exit}):\n${stderr}`, { cause });
  }
}

/** Runs a command in the folder of an example, as its user would. */
async function run(folder: string, ...args: readonly string[]): ReturnType<typeof runProgram> {
  return await runProgram({
    command: process.execPath,
    args: [chaosMain, ...args, '--stack', 'embedded', '--seed', '3'],
    env: { PYTHONDONTWRITEBYTECODE: '1' },
    cwd: join(projectFolder, 'examples', folder),
  });
}
