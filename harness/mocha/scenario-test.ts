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
import { errorOfSabotaged, SABOTAGES } from '../reporting/run/sabotaged.ts';
import { BrokenRunError, errorOfFinding } from '../reporting/run/verdict-error.ts';
import { describeExpectations } from '../reporting/text/describe-expectations.ts';
import { explanationOf } from '../reporting/text/explain-finding.ts';
import { type AttachedRun, attachOutcome } from './attach-outcome.ts';
import { linkDocs } from './docs-url.ts';
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
  const suite = plan.sabotage === null ? plan.subject : SABOTAGES;
  addTest(addSuite(addSuite(root, 'Durable chaos'), suite), titleOf(plan), async () => {
    await describeTest(run);
    const outcome = await run.run(stepHooks).catch(asBroken);
    await describeOutcome(outcome);
    for (const finding of outcome.report.findings) await stepOf(finding);
    await allure.step('evidence', () => attachOutcome(outcome));
    if (plan.sabotage === null) assertValid(outcome.report);
    else throwIf(errorOfSabotaged(outcome.report));
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
  await allure.feature(plan.sabotage === null ? plan.subject : SABOTAGES);
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
  await linkDocs(report.findings);
  await showErrors(report);
}

/** How many violations of a kind are in the description; the step of their check has up to 20. */
const MOST_SHOWN = 3;

/** What a reader wants first: the verdict, the claim, and what happened. */
function descriptionOf(report: Report): string {
  const { verdict, hypothesis, notJudged, findings, expectations = [] } = report;
  const restsOn = expectations.length === 0 ? [] : [describeExpectations(expectations)];
  const wrong = findings.filter((finding) => finding.verdict === 'invalid');
  const lines = (title: string, texts: readonly string[]): readonly string[] =>
    texts.length === 0 ? [] : ['', `${title}:`, '', ...texts.map((text) => text.replace(/^ */, '$&- '))];
  return [
    `${verdictSigns[verdict]} **${verdict}**: ${describeVerdict(report)}.`,
    '',
    `Claim: ${hypothesis}`,
    ...lines('What happened', describeWhatHappened(report)),
    ...wrong.flatMap((finding) => lines(`What is wrong by ${finding.check}`, explanationOf(finding, MOST_SHOWN))),
    ...lines('Rests on', restsOn),
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

function throwIf(error: Error | null): void {
  if (error !== null) throw error;
}

function asBroken(thrown: unknown): never {
  const { code, message } = toHarnessError(thrown);
  throw new BrokenRunError(`${code}: ${message}`);
}
