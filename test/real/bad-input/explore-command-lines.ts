import type { BadInput } from './bad-input.ts';

const unknownWorkflow = { code: 'CHAOS_UNKNOWN_WORKFLOW', exit: 64 } as const;
const usage = { code: 'CHAOS_USAGE', exit: 64 } as const;
const explore = (...args: readonly string[]): readonly string[] => ['explore', ...args];
const greeting = (...args: readonly string[]): readonly string[] => explore('greeting', ...args);

/** What may be wrong with the command line of an exploration. */
export const exploreCommandLines: readonly BadInput[] = [
  { input: 'several workflows as one JSON', ...usage, args: explore('--json'), says: 'each need one workflow' },
  {
    input: 'a point that belongs to no workflow',
    ...unknownWorkflow,
    args: explore('--point', 'nobody/x'),
    says: 'none that can be explored has that',
  },
  {
    input: 'points of two workflows',
    ...usage,
    args: explore('--point', 'greeting/greeted/x', '--point', 'ingestDocument/approved/x'),
    says: '--json, --diff and --point each need one workflow, but got 2.',
  },
  {
    input: 'a point of another workflow than the one that is named',
    ...unknownWorkflow,
    args: greeting('--point', 'ingestDocument/approved/publish/completion/request'),
    says: 'A point is greeting/<case>/<step>/<moment>',
  },
  {
    input: 'a point of a case that there is not',
    ...unknownWorkflow,
    args: greeting('--point', 'greeting/greted/greet/completion/request'),
    says: 'Its case is unknown. Did you mean "greeted"?',
  },
  {
    input: 'a point of a case that is left out',
    ...unknownWorkflow,
    args: explore('--case', 'rejected', '--point', 'ingestDocument/approved/publish/completion/request'),
    says: 'Its case is left out: add --case approved',
  },
  {
    input: 'an unknown sabotage for several workflows, of which none is begun',
    code: 'CHAOS_UNKNOWN_SABOTAGE',
    exit: 64,
    args: explore('--sabotage', 'effects-without-keys'),
    says: 'Did you mean "effects-without-key"?',
  },
  { input: 'a depth of three', ...usage, args: greeting('--depth', '3'), says: '--depth takes 1 or 2' },
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
  { input: 'an audit that is no share', ...usage, args: greeting('--audit', '5'), says: 'Example: --audit 5%' },
  { input: 'an audit of more than all', ...usage, args: greeting('--audit', '101%'), says: 'from 0% to 100%' },
  {
    input: 'a front that is no number',
    ...usage,
    args: greeting('--front', 'all'),
    says: 'after --front, not "all"',
  },
  { input: 'a front of nobody', ...usage, args: greeting('--front', '0'), says: 'after --front, not "0"' },
  { input: 'a front as a power', ...usage, args: greeting('--front', '1e9'), says: 'after --front, not "1e9"' },
  { input: 'an audit below nothing', ...usage, args: greeting('--audit', '-5%'), says: 'from 0% to 100%' },
  {
    input: 'a time limit of an exploration of no time',
    ...usage,
    args: greeting('--time-limit', '0s'),
    says: 'Give a duration above zero',
  },
  {
    input: 'a seed of an exploration that is no number',
    ...usage,
    args: greeting('--seed', 'abc'),
    says: 'after --seed, not "abc"',
  },
  {
    input: 'a time limit of an exploration without its unit',
    ...usage,
    args: greeting('--time-limit', '10'),
    says: 'with ms, s, m or h after --time-limit',
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
    says: 'no sabotage of the system under test named "fault-noop"',
  },
  {
    input: 'an unknown workflow beside a known one',
    ...unknownWorkflow,
    args: greeting('ingestDocumen'),
    says: 'Did you mean "ingestDocument"?',
  },
];
