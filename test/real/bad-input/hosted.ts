import type { BadInput } from './bad-input.ts';

const usage = { code: 'CHAOS_USAGE', exit: 64 } as const;
const SUPABASE_URL = 'http://127.0.0.1:{port}';
const named = { SUPABASE_URL, SUPABASE_KEY: 'sb_secret_x' };

/** What may be wrong with a hosted Supabase, as far as none has to be there for it. */
export const hosted: readonly BadInput[] = [
  {
    input: 'a URL of Supabase without a key',
    ...usage,
    env: { SUPABASE_URL },
    says: 'SUPABASE_KEY is not set. Set it, or unset SUPABASE_URL',
  },
  {
    input: 'a URL of Supabase without a key, for the trial of a configuration',
    ...usage,
    args: ['check-config'],
    env: { SUPABASE_URL },
    says: 'SUPABASE_KEY is not set. Set it, or unset SUPABASE_URL',
  },
  {
    input: 'a key of Supabase without a URL',
    ...usage,
    env: { SUPABASE_KEY: 'sb_secret_x' },
    says: 'SUPABASE_URL is not set. Set it, or unset SUPABASE_KEY',
  },
  {
    input: 'a URL of Supabase that is none',
    ...usage,
    env: { ...named, SUPABASE_URL: 'abc.supabase.co' },
    says: 'it is not an http or https URL',
  },
  {
    input: 'the URL of the database instead of the API',
    ...usage,
    env: { ...named, SUPABASE_URL: 'postgresql://postgres:word@db.abc.supabase.co:5432/postgres' },
    says: 'it is not an http or https URL',
  },
  {
    input: 'a key of Supabase with a line break in it',
    ...usage,
    env: { ...named, SUPABASE_KEY: 'sb_secret\n_x' },
    says: 'SUPABASE_KEY must be that of a hosted Supabase, but it is not a key',
  },
  {
    input: 'the publishable key of Supabase instead of the secret one',
    ...usage,
    env: { ...named, SUPABASE_KEY: 'sb_publishable_x' },
    says: 'SUPABASE_KEY must be that of a hosted Supabase, but it is the publishable key',
  },
  {
    input: 'the Supabase of the stack that is up, whose .env was read into the shell',
    ...usage,
    env: named,
    files: { 'project/reports/stack/.env': 'SUPABASE_URL=http://127.0.0.1:{port}\n' },
    says: 'that of the stack that is up. Unset SUPABASE_URL and SUPABASE_KEY',
  },
  {
    input: 'a hosted Supabase that is not there',
    code: 'CHAOS_STACK_NOT_READY',
    exit: 70,
    env: named,
    says: /Supabase at 127\.0\.0\.1:\d+ to answer, but .*fetch failed \(.+\) after \d+ ms\. Correct SUPABASE_URL/,
    apart: true,
  },
  {
    input: 'a scenario that kills Supabase, with a hosted one',
    code: 'CHAOS_STACK_LACKS',
    exit: 64,
    args: ['scenario', 'supabase-kill', '--stack', 'embedded'],
    env: named,
    says: 'can do "own-supabase", but the embedded stack with a hosted Supabase can\'t. Unset SUPABASE_URL',
  },
  {
    input: "a plan with a fault of Supabase's database, with a hosted one",
    code: 'CHAOS_STACK_LACKS',
    exit: 64,
    env: named,
    plan: (plan) => {
      const [fault] = plan.schedule;
      if (fault !== undefined)
        Object.assign(fault, { fault: 'supabase-database-pause', target: { role: 'component', name: 'supabase-db' } });
    },
    says: 'can do "own-supabase"',
  },
  {
    input: 'an exploration with a hosted Supabase that is not there',
    code: 'CHAOS_STACK_NOT_READY',
    exit: 70,
    args: ['explore', 'greeting'],
    env: named,
    says: /Supabase at 127\.0\.0\.1:\d+ to answer, but /,
    apart: true,
    tier: 'ci',
  },
  {
    input: 'a stack that stays up with a hosted Supabase that is not there',
    code: 'CHAOS_STACK_NOT_READY',
    exit: 70,
    args: ['stack', 'up', '--stack', 'embedded'],
    env: named,
    says: /Supabase at 127\.0\.0\.1:\d+ to answer, but /,
    apart: true,
    tier: 'ci',
  },
];
