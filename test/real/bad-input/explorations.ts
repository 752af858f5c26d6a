import { sampleExploration } from '../../samples/sample-exploration.ts';
import type { BadInput } from './bad-input.ts';

const unknownWorkflow = { code: 'CHAOS_UNKNOWN_WORKFLOW', exit: 64 } as const;
const badFolder = { code: 'CHAOS_BAD_RUN_FOLDER', exit: 64 } as const;
const badConfig = { code: 'CHAOS_BAD_CONFIG', exit: 64 } as const;
const greeting = (...args: readonly string[]): readonly string[] => ['explore', 'greeting', ...args];

/** The configuration of this project in which the one case of the greeting is made otherwise. */
const withCase = (makes: string): string =>
  `const good = real.explorations.greeting.cases.greeted;
const cases = { greeted: ${makes} };
export const config = { ...real, explorations: { ...real.explorations, greeting: { ...real.explorations.greeting, cases } } };`;
const withGreeting = (change: string): string =>
  `export const config = { ...real, explorations: { greeting: { ...real.explorations.greeting, ${change} } } };`;
const dueAt = (after: string): string =>
  withCase(`(id) => ({ ...good(id), actions: [{ kind: 'cancel', name: '', args: [], after: ${after} }] })`);

const earlier: readonly BadInput[] = [
  {
    input: 'comparing with an exploration that there is not',
    ...badFolder,
    args: greeting('--diff', 'reports/none'),
    says: 'There is no exploration at',
  },
  {
    input: 'comparing with a folder that is no exploration',
    ...badFolder,
    args: greeting('--diff', '.'),
    says: 'exploration.json is missing',
  },
  {
    input: 'comparing with nothing',
    ...badFolder,
    args: greeting('--diff', ''),
    says: 'There is no exploration at ""',
  },
  {
    input: 'comparing with the folder of a run of a scenario',
    ...badFolder,
    args: greeting('--diff', 'run'),
    files: { 'project/run/report.json': '{}', 'project/run/plan.json': '{}' },
    says: 'exploration.json is missing. Give the folder of an earlier exploration',
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
    says: 'The exploration in "earlier" is of ingestDocument, not of greeting.',
  },
];

const cases: readonly BadInput[] = [
  {
    input: 'an exploration of no subject',
    ...badConfig,
    args: greeting(),
    config: withGreeting("subject: 'nobody'"),
    says: '`explorations.greeting.subject` is "nobody", which is none of `subjects`',
  },
  {
    input: 'a case that throws',
    ...badConfig,
    args: greeting(),
    config: withCase("() => { throw new Error('no such luck'); }"),
    says: 'chaos.config.ts: `explorations.greeting.cases.greeted` threw: no such luck',
  },
  {
    input: 'a case that makes no job',
    ...badConfig,
    args: greeting(),
    config: withCase('(id) => ({ ...good(id), args: undefined })'),
    says: '`explorations.greeting.cases.greeted` returned a wrong value: `args',
  },
  {
    input: 'a case of a program that starts the workflow, beside the API that does so too',
    ...badConfig,
    args: greeting(),
    config: withCase(
      "(id) => ({ ...good(id), start: { command: ['node', '{workflowId}'] }, request: { method: 'POST', path: '/', headers: {} } })",
    ),
    says: 'starts the workflow, and so does `start`',
  },
  {
    input: 'a case of a program that chooses the id of its workflow',
    ...badConfig,
    args: greeting(),
    config: withCase("(id) => ({ ...good(id), start: { command: ['order'], idPattern: 'order-.*' } })"),
    says: 'Pass it {workflowId} and leave out `idPattern`',
  },
  {
    input: 'a case that a schedule starts',
    ...badConfig,
    args: greeting(),
    config: withCase('(id) => ({ ...good(id), bySchedule: {} })'),
    says: 'Temporal chooses ids for its schedule. Leave out `bySchedule`',
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
  {
    input: 'a case with an action due at a time',
    ...badConfig,
    args: greeting(),
    config: dueAt("{ kind: 'started' }, delayMs: 500"),
    says: 'its cancel waits for a time: its delayMs is 500. Name an event instead',
  },
  {
    input: 'a case with an action due at a fault',
    ...badConfig,
    args: greeting(),
    config: dueAt("{ kind: 'injected', id: 'kill' }"),
    says: 'its cancel waits for the fault "kill". Name an event instead',
  },
];

/** What is found out only when the references have been run. Where they went wrong, their logs and a report are left. */
const underWay: readonly BadInput[] = [
  {
    input: 'a point of an older version of the workflow',
    ...unknownWorkflow,
    args: greeting('--point', 'greeting/greeted/farewell/completion/reply'),
    says: 'it may be a point of another version of the workflow',
    apart: true,
  },
  {
    input: 'a moment that its step does not have',
    ...unknownWorkflow,
    args: greeting('--point', 'greeting/greeted/greet/outside 1/reply'),
    says: 'Points of that step: "greeting/greeted/greet/handed-out", ',
    apart: true,
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

/** What may be wrong with what an exploration is of, or is compared with. */
export const explorations: readonly BadInput[] = [...earlier, ...cases, ...underWay];
