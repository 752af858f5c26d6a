import { sampleExploration } from '../../../harness/reporting/sample/sample-exploration.ts';
import type { BadInput } from './bad-input.ts';

const unknownWorkflow = { code: 'CHAOS_UNKNOWN_WORKFLOW', exit: 64 } as const;
const usage = { code: 'CHAOS_USAGE', exit: 64 } as const;
const badFolder = { code: 'CHAOS_BAD_RUN_FOLDER', exit: 64 } as const;
const badConfig = { code: 'CHAOS_BAD_CONFIG', exit: 64 } as const;
const explore = (...args: readonly string[]): readonly string[] => ['explore', ...args];
const greeting = (...args: readonly string[]): readonly string[] => explore('greeting', ...args);

/** The configuration of this project in which the one case of the greeting is made otherwise. */
const withCase = (makes: string): string =>
  `const good = real.explorations.greeting.cases.greeted;
const cases = { greeted: ${makes} };
export const config = { ...real, explorations: { ...real.explorations, greeting: { ...real.explorations.greeting, cases } } };`;
const withGreeting = (change: string): string =>
  `export const config = { ...real, explorations: { greeting: { ...real.explorations.greeting, ${change} } } };`;
const dueAt = (after: string): string =>
  withCase(`(id) => ({ ...good(id), actions: [{ kind: 'cancel', name: '', args: [], after: ${after} }] })`);

const commandLines: readonly BadInput[] = [
  { input: 'several workflows as one JSON', ...usage, args: explore('--json'), says: 'Expected one workflow' },
  {
    input: 'a point that belongs to no workflow',
    ...unknownWorkflow,
    args: explore('--point', 'nobody/x'),
    says: 'none that can be explored has that',
  },
  { input: 'a depth of three', ...usage, args: greeting('--depth', '3'), says: 'Expected --depth 1 or 2' },
  {
    input: 'exploring an unknown workflow',
    ...unknownWorkflow,
    args: explore('ingestDocumen'),
    says: 'Did you mean "ingestDocument"?',
  },
  {
    input: 'exploring a workflow of no exploration',
    ...unknownWorkflow,
    args: explore('greeting'),
    config: 'export const config = { ...real, explorations: {} };',
    says: 'Name some under explorations in chaos.config.ts',
  },
  {
    input: 'exploring without any explorations in the configuration',
    ...unknownWorkflow,
    args: explore('greeting'),
    config: 'const { explorations, ...rest } = real; export const config = rest;',
    says: 'Name some under explorations in chaos.config.ts',
  },
  {
    input: 'exploring an unknown case',
    ...unknownWorkflow,
    args: explore('ingestDocument', '--case', 'aproved'),
    says: 'Did you mean "approved"?',
  },
  {
    input: 'exploring by an unknown action',
    ...usage,
    args: greeting('--action', 'crash,lose-anwser'),
    says: 'Did you mean "lose-answer"?',
  },
  { input: 'exploring by no action', ...usage, args: greeting('--action', ''), says: 'Choose one of: crash' },
  { input: 'an audit that is no share', ...usage, args: greeting('--audit', '5'), says: 'Write: --audit 5%' },
  { input: 'an audit of more than all', ...usage, args: greeting('--audit', '101%'), says: 'from 0% to 100%' },
  {
    input: 'a front that is no number',
    ...usage,
    args: greeting('--front', 'all'),
    says: 'after --front, but got "all"',
  },
  { input: 'a front of nobody', ...usage, args: greeting('--front', '0'), says: 'after --front, but got "0"' },
  {
    input: 'a time limit of an exploration without its unit',
    ...usage,
    args: greeting('--time-limit', '10'),
    says: 'with s, m or h after --time-limit',
  },
  {
    input: 'exploring an unknown sabotage',
    code: 'CHAOS_UNKNOWN_SABOTAGE',
    exit: 64,
    args: greeting('--sabotage', 'effects-without-keys'),
    says: 'Did you mean "effects-without-key"?',
  },
  {
    input: 'exploring a sabotage of the rig',
    code: 'CHAOS_UNKNOWN_SABOTAGE',
    exit: 64,
    args: greeting('--sabotage', 'fault-noop'),
    says: 'a sabotage of the system under test, but got "fault-noop"',
  },
  {
    input: 'an unknown workflow beside a known one',
    ...unknownWorkflow,
    args: greeting('ingestDocumen'),
    says: 'Did you mean "ingestDocument"?',
  },
];

const earlier: readonly BadInput[] = [
  {
    input: 'comparing with an exploration that there is not',
    ...badFolder,
    args: greeting('--diff', 'reports/none'),
    says: 'but there is nothing',
  },
  {
    input: 'comparing with a folder that is no exploration',
    ...badFolder,
    args: greeting('--diff', '.'),
    says: 'exploration.json is missing',
  },
  {
    input: 'comparing with an exploration that is cut short',
    ...badFolder,
    args: greeting('--diff', 'earlier'),
    files: { 'project/earlier/exploration.json': '{"schema":"durable-chaos/exploration@1",' },
    says: 'exploration.json is not whole JSON',
  },
  {
    input: 'comparing with an exploration of a newer version',
    ...badFolder,
    args: greeting('--diff', 'earlier'),
    files: { 'project/earlier/exploration.json': '{"schema":"durable-chaos/exploration@99"}' },
    says: 'Use a newer durable-chaos',
  },
  {
    input: 'comparing with an exploration of another workflow',
    ...badFolder,
    args: greeting('--diff', 'earlier'),
    files: { 'project/earlier/exploration.json': JSON.stringify(sampleExploration()) },
    says: 'Expected an exploration of greeting in earlier, but it is of ingestDocument.',
  },
];

const cases: readonly BadInput[] = [
  {
    input: 'an exploration of no subject',
    ...badConfig,
    args: greeting(),
    config: withGreeting("subject: 'nobody'"),
    says: 'at explorations.greeting.subject: "nobody" is none of subjects',
  },
  {
    input: 'a case that throws',
    ...badConfig,
    args: greeting(),
    config: withCase("() => { throw new Error('no such luck'); }"),
    says: 'explorations.greeting.cases.greeted of chaos.config.ts to give what it should, but it threw: no such luck',
  },
  {
    input: 'a case that makes no job',
    ...badConfig,
    args: greeting(),
    config: withCase('(id) => ({ ...good(id), args: undefined })'),
    says: 'at args: ',
  },
  {
    input: 'a case of another workflow id',
    ...badConfig,
    args: greeting(),
    config: withCase("() => good('mine')"),
    says: 'Use the id as it is',
  },
  {
    input: 'a case of another workflow',
    ...badConfig,
    args: greeting(),
    config: withCase("(id) => ({ ...good(id), workflowType: 'ingestDocument' })"),
    says: 'but it starts ingestDocument',
  },
  {
    input: 'a case with an action due at a checkpoint',
    ...badConfig,
    args: greeting(),
    config: dueAt("{ kind: 'checkpoint', stage: 'embedded' }"),
    says: 'its cancel waits for a checkpoint. Name an event instead',
  },
];

/** What is found out only when the references have been run, so that a folder of the exploration is left. */
const underWay: readonly BadInput[] = [
  {
    input: 'a point of an older version of the workflow',
    ...unknownWorkflow,
    args: greeting('--point', 'greeting/greeted/farewell/completion/reply'),
    says: 'it may be a point of another version of the workflow',
    leavesExploration: true,
  },
  {
    input: 'a moment that its step does not have',
    ...unknownWorkflow,
    args: greeting('--point', 'greeting/greeted/greet/outside 1/reply'),
    says: 'Points of that step: "greeting/greeted/greet/handed-out", ',
    leavesExploration: true,
  },
  {
    input: 'a case with an action due at an event that never comes',
    ...badConfig,
    args: greeting(),
    config: dueAt("{ kind: 'event', eventType: 'TIMER_FIRED', nth: 3 }"),
    says: 'waits for TIMER_FIRED no. 3, which never came',
    leavesExploration: true,
  },
];

/** What may be wrong with an exploration that is asked for. */
export const explorations: readonly BadInput[] = [...commandLines, ...earlier, ...cases, ...underWay];
