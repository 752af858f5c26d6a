import * as allure from 'allure-js-commons';
import type Mocha from 'mocha';
import { EXPLORATION_LABEL, RUN_LABEL } from '../allure/labels.ts';
import { countPoints, type Exploration, type ExploredCase, type PointResult } from '../model/exploration.ts';
import {
  describeAudit,
  describeExplorationVerdict,
  describeReferences,
  describeSettings,
  describeSpeed,
  explorationHeadline,
  headlineNumbers,
} from '../reporting/exploration/describe-exploration.ts';
import { describeStrike, struckBy } from '../reporting/exploration/describe-result.ts';
import { errorOfResult, errorOfStepTest, errorOfWhole } from '../reporting/exploration/exploration-error.ts';
import {
  explorationExperiment,
  type StepTest,
  stepTestsOf,
  testIdentity,
} from '../reporting/exploration/exploration-tests.ts';
import { invalidFindings } from '../reporting/exploration/results-of-points.ts';
import { explorationFiles, mapFileOf } from '../reporting/exploration/write-exploration.ts';
import { errorOfSabotagedExploration, SABOTAGES } from '../reporting/run/sabotaged.ts';
import { BrokenRunError, errorOfFinding, messageStarts } from '../reporting/run/verdict-error.ts';
import { describeExpectations } from '../reporting/text/describe-expectations.ts';
import { allKinds, describeKind, docsLines, explanationOf } from '../reporting/text/explain-finding.ts';
import { attachFile } from './attach-outcome.ts';
import { docsUrl, linkDocs } from './docs-url.ts';
import { addSuite, addTest } from './run-mocha.ts';

/** An exploration that has ended and is shown as tests. */
export interface ExplorationOutcome {
  readonly exploration: Exploration;
  /** The folder of its files, which are attached. */
  readonly folder: string;
}

/** Adds the tests of an exploration to Mocha's root suite: one of the whole, and of each case its coverage and its steps. */
export function addExplorationTests(root: Mocha.Suite, outcome: ExplorationOutcome): void {
  const { exploration } = outcome;
  const all = addSuite(root, 'Durable chaos');
  const parent = exploration.sabotage === null ? all : addSuite(all, SABOTAGES);
  const suite = addSuite(parent, explorationExperiment(exploration));
  addTest(suite, 'the exploration itself · audit and findings', () => showWhole(outcome));
  exploration.cases.forEach((explored, index) => {
    const ofCase = addSuite(suite, explored.name);
    addTest(ofCase, `${explored.name} · coverage`, () => showCoverage(outcome, explored, index));
    for (const test of stepTestsOf(explored, exploration)) {
      addTest(ofCase, `${test.caseName} · ${test.step}`, () => showStep(outcome, test));
    }
  });
}

async function showWhole(outcome: ExplorationOutcome): Promise<void> {
  const { exploration, folder } = outcome;
  await identify(outcome, { story: 'the exploration itself', step: 'audit and findings' });
  const verdict = `**${exploration.verdict}**: ${describeExplorationVerdict(exploration)}.`;
  const wrong = invalidFindings(exploration);
  const causes = allKinds(wrong).map((kind) => `- ${describeKind(kind)}`);
  const why = causes.length === 0 ? [] : ['', 'What went wrong:', '', ...causes];
  await allure.description([explorationHeadline(exploration), '', verdict, ...why].join('\n'));
  const { expectations = [] } = exploration;
  if (expectations.length > 0) await allure.logStep(`held against: ${describeExpectations(expectations)}`);
  await linkDocs([...wrong, ...exploration.findings]);
  for (const finding of exploration.findings)
    await stepOf(finding.check, { error: errorOfFinding(finding), found: finding.summary });
  const { disagreements } = exploration.audit;
  const audit = describeAudit(exploration);
  await stepOf('audit', { error: disagreements.length === 0 ? null : unknown(audit), found: audit });
  await allure.logStep(describeSpeed(exploration));
  for (const text of describeReferences(exploration)) await allure.logStep(text);
  await attachFile(folder, { name: 'coverage maps', file: explorationFiles.page, type: 'text/html' });
  await attachFile(folder, { name: 'exploration', file: explorationFiles.text, type: 'text/markdown' });
  await attachFile(folder, { name: 'exploration as data', file: explorationFiles.json, type: 'application/json' });
  throwIf(exploration.sabotage === null ? errorOfWhole(exploration) : errorOfSabotagedExploration(exploration));
}

async function showCoverage(outcome: ExplorationOutcome, explored: ExploredCase, index: number): Promise<void> {
  const { exploration, folder } = outcome;
  await identify(outcome, { story: explored.name, step: 'coverage' });
  const headline = headlineNumbers({ ...exploration, cases: [explored] }).join(' · ');
  await allure.description(headline);
  await attachFile(folder, { name: 'coverage map', file: mapFileOf(exploration, index), type: 'image/svg+xml' });
  await attachFile(folder, { name: 'coverage maps with details', file: explorationFiles.page, type: 'text/html' });
  const { points, explored: proved } = countPoints({ ...exploration, cases: [explored] });
  throwIf(points > 0 && proved === points ? null : unknown(headline));
}

async function showStep(outcome: ExplorationOutcome, test: StepTest): Promise<void> {
  const { sabotage } = outcome.exploration;
  await identify(outcome, { story: test.caseName, step: test.step });
  const sources = new Set(test.points.flatMap(({ results }) => results.map(({ source }) => source)));
  const source = [...sources].filter((one) => one !== null);
  const at = source.length === 0 ? '' : ` (${source.map((one) => `\`${one}\``).join(', ')})`;
  await allure.description(`A crash at every moment of \`${test.step}\`, case \`${test.caseName}\`${at}.`);
  for (const { point, results } of test.points) {
    if (results.length === 0)
      await stepOf(`– ${point.moment}: never struck`, { error: unknown(point.id), found: 'there is no result' });
    for (const result of results) await showResult(point.moment, result);
  }
  await linkDocs(test.points.flatMap(({ results }) => results.flatMap(({ findings }) => findings)));
  // Its steps tell where a sabotage does harm; that it does is no failure.
  throwIf(sabotage === null ? errorOfStepTest(test) : null);
}

const signs = {
  valid: '✓',
  invalid: '✗',
  unproved: '?',
  unreachable: '∅',
  'time-limit': '–',
  interrupted: '–',
} as const;

async function showResult(moment: string, result: PointResult): Promise<void> {
  const { state, sentence } = result;
  const name = `${signs[state]} ${moment} · ${describeStrike(result)}: ${state}`;
  const attached = state === 'valid' ? null : describeForReader(result);
  await stepOf(name, { error: errorOfResult(result), found: sentence, attached });
}

/** Allure cuts long parameters short, so a command is attached whole. */
function describeForReader(result: PointResult): string {
  const { point, sentence, source, reproduce, evidence, findings } = result;
  const found = findings.flatMap((finding) => [
    `${finding.check} (${finding.verdict}): ${finding.summary}`,
    ...explanationOf(finding).map((line) => `  ${line}`),
    ...docsLines(finding, docsUrl).map((line) => `  ${line}`),
  ]);
  const lines = [
    sentence,
    `at: ${point}`,
    `struck by: ${struckBy(result)}`,
    `source: ${source ?? 'not known'}`,
    ...found,
    `evidence, in the folder of the exploration: ${evidence ?? 'none was kept'}`,
    `repeat it: ${reproduce}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** A step of a test: its error, if any, and its details. */
interface ShownStep {
  readonly error: Error | null;
  readonly found: string;
  readonly attached?: string | null;
}

/** A step that fails must not keep the next point from being shown: the error is thrown once, after all of them. */
async function stepOf(name: string, { error, found, attached = null }: ShownStep): Promise<void> {
  const body = async (context: allure.StepContext): Promise<void> => {
    await context.parameter('found', found);
    if (attached !== null) await allure.attachment('what happened, and how to repeat it', attached, 'text/plain');
    if (error !== null) throw error;
  };
  await Promise.resolve(allure.step(name, body)).catch(() => undefined);
}

/** Sets the identity, which all explorations of this kind share, and the parameters of this one. */
async function identify(
  { exploration }: ExplorationOutcome,
  { story, step }: { readonly story: string; readonly step: string },
): Promise<void> {
  const identity = testIdentity(exploration, story, step);
  await allure.historyId(identity);
  await allure.testCaseId(identity);
  await allure.epic('Durable chaos');
  await allure.feature(explorationExperiment(exploration).replace('-', ' '));
  await allure.story(story);
  await allure.label(EXPLORATION_LABEL, explorationExperiment(exploration).replace('-', ' '));
  await allure.label(RUN_LABEL, exploration.runId);
  const facts = {
    seed: String(exploration.seed),
    sabotage: exploration.sabotage ?? 'none',
    settings: describeSettings(exploration),
    harness: exploration.harness,
    repeat: exploration.reproduce,
  };
  // Left out of the history id: two seeds of one exploration belong to one history.
  for (const [name, value] of Object.entries(facts)) await allure.parameter(name, value, { excluded: true });
}

function unknown(text: string): Error {
  return new BrokenRunError(`${messageStarts.unknown}${text}`);
}

function throwIf(error: Error | null): void {
  if (error !== null) throw error;
}
