import type { BadInput } from './bad-input.ts';

/** What may be wrong with a command line that asks for all scenarios. */
export const allScenarios: readonly BadInput[] = [
  {
    input: 'a scenario and --all',
    code: 'CHAOS_USAGE',
    exit: 64,
    args: ['scenario', 'worker-kill', '--all'],
    says: 'Leave out "worker-kill" or --all',
  },
  {
    input: '--all and --plan',
    code: 'CHAOS_USAGE',
    exit: 64,
    args: ['scenario', '--all', '--plan', 'plan.json'],
    says: "'--all' cannot be used with option '--plan",
  },
  {
    input: '--all and --param',
    code: 'CHAOS_USAGE',
    exit: 64,
    args: ['scenario', '--all', '--param', 'documents=5'],
    says: "'--all' cannot be used with option '--param",
  },
  {
    input: '--all and --sabotage',
    code: 'CHAOS_USAGE',
    exit: 64,
    args: ['scenario', '--all', '--sabotage', 'checkpoint-lost'],
    says: "'--all' cannot be used with option '--sabotage",
  },
  {
    input: '--all and --no-fault',
    code: 'CHAOS_USAGE',
    exit: 64,
    args: ['scenario', '--all', '--no-fault'],
    says: "'--all' cannot be used with option '--no-fault",
  },
  {
    input: '--all and --dry-run',
    code: 'CHAOS_USAGE',
    exit: 64,
    args: ['scenario', '--all', '--dry-run'],
    says: "'--all' cannot be used with option '--dry-run",
  },
  {
    input: '--all and --keep',
    code: 'CHAOS_USAGE',
    exit: 64,
    args: ['scenario', '--all', '--keep'],
    says: "'--all' cannot be used with option '--keep",
  },
  {
    input: 'a time limit without a unit',
    code: 'CHAOS_USAGE',
    exit: 64,
    args: ['scenario', '--all', '--time-limit', '45'],
    says: 'Example: --time-limit 45m',
  },
  {
    input: 'a time limit of nothing',
    code: 'CHAOS_USAGE',
    exit: 64,
    args: ['scenario', '--all', '--time-limit', '0m'],
    says: 'not "0m"',
  },
  {
    input: 'a time limit without --all',
    code: 'CHAOS_USAGE',
    exit: 64,
    args: ['scenario', 'worker-kill', '--time-limit', '45m'],
    says: 'together with --all',
  },
  {
    input: 'all scenarios, one of which has a plan that is none',
    code: 'CHAOS_BAD_PLAN',
    exit: 64,
    args: ['scenario', '--all'],
    config:
      'export const config = { ...real, scenarios: [real.scenarios[0], { ...real.scenarios[1], plan: () => ({}) }] };',
    says: 'It is the scenario greeting-worker-kill.',
  },
  {
    input: 'all scenarios, and a reports folder that is a file',
    code: 'CHAOS_NOT_WRITABLE',
    exit: 70,
    args: ['scenario', '--all'],
    files: { 'project/reports': '' },
    says: 'Make the folder writable',
  },
];
