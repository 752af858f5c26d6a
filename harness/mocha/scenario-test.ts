import { createHash } from 'node:crypto';
import * as allure from 'allure-js-commons';
import type Mocha from 'mocha';
import { RUN_LABEL } from '../allure/labels.ts';
import { toHarnessError } from '../errors.ts';
import type { Finding } from '../model/check.ts';
import type { PhaseHooks } from '../model/phase-hooks.ts';
import type { Plan } from '../model/plan.ts';
import type { Report } from '../model/report.ts';
import { assertValid } from '../reporting/assert-valid.ts';
import { describeVerdict, describeWhatHappened, verdictSigns } from '../reporting/run/describe-report.ts';
import { BrokenRunError, errorOfFinding } from '../reporting/run/verdict-error.ts';
import { type AttachedRun, attachOutcome } from './attach-outcome.ts';
import { addSuite, addTest } from './run-mocha.ts';

/** A run that is the body of a test. */
export interface ScenarioRun<Outcome extends AttachedRun = AttachedRun> {
  readonly plan: Plan;
  readonly runId: string;
  run(hooks: PhaseHooks): Promise<Outcome>;
}

const stepHooks: PhaseHooks = {
  phase: async (phase, body) => await allure.step(phase, () => body()),
};

/** Adds the one test of a run, named after its scenario, to Mocha's root suite. */
export function addScenarioTest(root: Mocha.Suite, run: ScenarioRun): void {
  const { plan } = run;
  addTest(addSuite(addSuite(root, 'Durable chaos'), plan.subject), titleOf(plan), async () => {
    await describeTest(run);
    const outcome = await run.run(stepHooks).catch(asBroken);
    await describeOutcome(outcome);
    for (const finding of outcome.report.findings) await stepOf(finding);
    await allure.step('evidence', () => attachOutcome(outcome));
    assertValid(outcome.report);
  });
}

/** The test's title: the same for every run of the same experiment, so that its runs make one history. */
function titleOf({ scenario, sabotage, schedule }: Plan): string {
  const control = sabotage === null ? '' : ` (sabotage ${sabotage})`;
  return `${scenario}${control}${schedule.length === 0 ? ' (no fault)' : ''}`;
}

async function describeTest({ plan, runId }: ScenarioRun): Promise<void> {
  const identity = createHash('md5').update(titleOf(plan)).digest('hex');
  await allure.historyId(identity);
  await allure.testCaseId(identity);
  await allure.epic('Durable chaos');
  await allure.feature(plan.subject);
  await allure.story(plan.scenario);
  await allure.label(RUN_LABEL, runId);
  await allure.description(plan.hypothesis);
  await parameter('seed', String(plan.seed));
  await parameter('sabotage', plan.sabotage ?? 'none');
  await parameter('params', JSON.stringify(plan.params));
}

async function describeOutcome({ report }: AttachedRun): Promise<void> {
  await parameter('stack', report.stack);
  const versions = Object.entries(report.versions).flatMap(([name, version]) =>
    typeof version === 'string' && name !== 'bundleHash' ? [`${name} ${version}`] : [],
  );
  await parameter('versions', versions.join(', '));
  await parameter('repeat', report.reproduce);
  await allure.description(descriptionOf(report));
  await showErrors(report);
}

/** What a reader wants first: the verdict, the claim, and what happened. */
function descriptionOf(report: Report): string {
  const { verdict, hypothesis, notJudged } = report;
  const lines = (title: string, texts: readonly string[]): readonly string[] =>
    texts.length === 0 ? [] : ['', `${title}:`, '', ...texts.map((text) => `- ${text}`)];
  return [
    `${verdictSigns[verdict]} **${verdict}**: ${describeVerdict(report)}.`,
    '',
    `Claim: ${hypothesis}`,
    ...lines('What happened', describeWhatHappened(report)),
    ...lines('Not judged', notJudged),
  ].join('\n');
}

/** Every parameter is left out of the history id: two seeds of one scenario belong to one history. */
async function parameter(name: string, value: string): Promise<void> {
  await allure.parameter(name, value, { excluded: true });
}

/** A step that fails must not keep the next check from being shown: the verdict is thrown once, after all of them. */
async function stepOf(finding: Finding): Promise<void> {
  const { check, verdict, summary } = finding;
  const body = (context: allure.StepContext): void => {
    context.parameter('found', summary);
    const error = errorOfFinding(finding);
    if (error !== null) throw error;
  };
  await Promise.resolve(allure.step(`${verdictSigns[verdict]} ${check}: ${verdict}`, body)).catch(() => undefined);
}

async function showErrors({ errors }: Report): Promise<void> {
  for (const { code, message } of errors) {
    const error = new BrokenRunError(`${code}: ${message}`);
    await allure.logStep(code, allure.Status.BROKEN, error);
  }
}

function asBroken(thrown: unknown): never {
  const { code, message } = toHarnessError(thrown);
  throw new BrokenRunError(`${code}: ${message}`);
}
