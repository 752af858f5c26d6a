import type { BadInput } from './bad-input.ts';

/** Flags that npm takes for itself, where they were written without `--`. */
export const throughNpm: readonly BadInput[] = [
  {
    input: 'npm run scenario worker-kill --seed 7',
    code: 'CHAOS_USAGE',
    exit: 64,
    through: 'npm',
    args: ['scenario', 'worker-kill', '--seed', '7'],
    says: 'Run: npm run scenario worker-kill -- --seed 7',
  },
  {
    input: 'npm run scenario worker-kill --seed=7',
    code: 'CHAOS_USAGE',
    exit: 64,
    through: 'npm',
    args: ['scenario', 'worker-kill', '--seed=7'],
    says: 'Run: npm run scenario worker-kill -- --seed 7',
  },
  {
    input: 'npm run scenario worker-kill --no-fault',
    code: 'CHAOS_USAGE',
    exit: 64,
    through: 'npm',
    args: ['scenario', 'worker-kill', '--no-fault'],
    says: 'Run: npm run scenario worker-kill -- --no-fault',
  },
  {
    input: 'npm run scenario worker-kill --json',
    code: 'CHAOS_USAGE',
    exit: 64,
    through: 'npm',
    args: ['scenario', 'worker-kill', '--json'],
    says: 'Run: npm run scenario worker-kill -- --json',
  },
  {
    input: 'npm run scenario worker-kill --plan x.json',
    code: 'CHAOS_USAGE',
    exit: 64,
    through: 'npm',
    args: ['scenario', 'worker-kill', '--plan', 'x.json'],
    says: 'Run: npm run scenario worker-kill -- --plan x.json',
  },
  {
    input: 'npm run scenario --all',
    code: 'CHAOS_USAGE',
    exit: 64,
    through: 'npm',
    args: ['scenario', '--all'],
    says: 'Run: npm run scenario -- --all',
  },
  {
    input: 'npm run scenario --all --time-limit 45m',
    code: 'CHAOS_USAGE',
    exit: 64,
    through: 'npm',
    args: ['scenario', '--all', '--time-limit', '45m'],
    says: 'Run: npm run scenario -- --all --time-limit 45m',
  },
  {
    input: 'npm run doctor --sweep',
    code: 'CHAOS_USAGE',
    exit: 64,
    through: 'npm',
    args: ['doctor', '--sweep'],
    says: 'Run: npm run doctor -- --sweep',
  },
];
