import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { workerKill } from '../../../scenarios/worker-kill.ts';
import { describeSupabase, ownPlan } from '../../app/own-plan.ts';
import { HarnessError } from '../../errors.ts';
import type { ChaosConfig } from '../../model/config.ts';
import { makePlan } from '../../runner/make-plan.ts';
import { namedSupabase } from './hosted-supabase.ts';

const key = 'sb_secret_0123456789';
const url = 'https://abc.supabase.co';

describe('the Supabase that the environment names', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chaos-named-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const refused = (env: NodeJS.ProcessEnv): HarnessError => {
    try {
      namedSupabase(env, folder);
    } catch (thrown) {
      if (thrown instanceof HarnessError) return thrown;
      throw thrown;
    }
    throw new Error('Expected a refusal.');
  };

  it('is none where neither variable is set, or both are empty', () => {
    expect(namedSupabase({}, folder)).to.equal(null);
    expect(namedSupabase({ SUPABASE_URL: '', SUPABASE_KEY: '' }, folder)).to.equal(null);
  });

  it('is that of both, with no slash at the end of its URL', () => {
    expect(namedSupabase({ SUPABASE_URL: `${url}/`, SUPABASE_KEY: key }, folder)).to.deep.equal({ url, key });
    const local = { SUPABASE_URL: 'http://127.0.0.1:54321', SUPABASE_KEY: key };
    expect(namedSupabase(local, folder)).to.deep.equal({ url: 'http://127.0.0.1:54321', key });
  });

  it('is refused where one of the two is missing', () => {
    expect(refused({ SUPABASE_URL: url })).to.include({ code: 'CHAOS_USAGE' });
    expect(refused({ SUPABASE_URL: url }).message).to.include('but SUPABASE_KEY is not set');
    expect(refused({ SUPABASE_KEY: key, SUPABASE_URL: '' }).message).to.include('but SUPABASE_URL is not set');
  });

  for (const [bad, why] of [
    ['abc.supabase.co', 'not an http or https URL'],
    ['postgres://abc.supabase.co', 'not an http or https URL'],
    ['https://user:word@abc.supabase.co', 'a user or a password'],
    ['https://abc.supabase.co/?apikey=x', 'a query'],
  ] as const) {
    it(`is refused where its URL is ${bad}, without telling the key or the password`, () => {
      const { code, message } = refused({ SUPABASE_URL: bad, SUPABASE_KEY: key });
      expect(code).to.equal('CHAOS_USAGE');
      expect(message).to.include(why).and.to.include('unset SUPABASE_URL and SUPABASE_KEY');
      expect(message).to.not.include(key).and.to.not.include('word@');
    });
  }

  it('is refused where its key can be none, without telling it', () => {
    const { message } = refused({ SUPABASE_URL: url, SUPABASE_KEY: `${key}\nx` });
    expect(message).to.include('SUPABASE_KEY').and.to.not.include(key);
  });

  it('is refused where its key is the publishable one, of either kind, and taken where it is the secret one', () => {
    const token = (role: string): string => `e30.${Buffer.from(JSON.stringify({ role })).toString('base64url')}.c2ln`;
    for (const publishable of ['sb_publishable_x', token('anon')]) {
      const { message } = refused({ SUPABASE_URL: url, SUPABASE_KEY: publishable });
      expect(message).to.include('it is the publishable key').and.to.not.include(publishable);
    }
    for (const secret of [key, token('service_role'), 'a.b.c']) {
      expect(namedSupabase({ SUPABASE_URL: url, SUPABASE_KEY: secret }, folder)?.key).to.equal(secret);
    }
  });

  it('is refused where it is that of the stack that is up, whose environment is for its clients', async () => {
    await mkdir(join(folder, 'reports/stack'), { recursive: true });
    await writeFile(join(folder, 'reports/stack/.env'), `SUPABASE_URL=http://127.0.0.1:15494\nSUPABASE_KEY=${key}\n`);
    const { code, message } = refused({ SUPABASE_URL: 'http://127.0.0.1:15494', SUPABASE_KEY: key });
    expect(code).to.equal('CHAOS_USAGE');
    expect(message).to.include('that of the stack that is up');
    expect(namedSupabase({ SUPABASE_URL: url, SUPABASE_KEY: key }, folder)).to.deep.equal({ url, key });
  });

  it('is named by its host, and not at all if there is none', () => {
    expect(describeSupabase({ url, key })).to.equal(' · hosted Supabase at abc.supabase.co');
    expect(describeSupabase(null)).to.equal('');
  });
});

describe('the plan of a run', () => {
  const choices = { seed: 3, params: {}, sabotage: null, noFault: false, harnessVersion: '0' };
  const plan = makePlan(workerKill, choices);
  const checkpoints = { migrations: 'm', table: 'checkpoints', activityType: 'save' };
  const configOf = (books: ChaosConfig['books']): ChaosConfig => ({ books, subjects: {} }) as unknown as ChaosConfig;

  it('is the one that was made, on a Supabase that the run starts', () => {
    expect(
      ownPlan(configOf({ checkpoints }), plan, { runId: 'r', named: null, existingTemporal: false }),
    ).to.deep.equal({ plan });
  });

  it('has ids of the run on a hosted one, and the tables that rows must be removed from', () => {
    const alsoWritten = [{ table: 'documents', key: 'document' }];
    const books = { checkpoints: { ...checkpoints, alsoWritten } };
    const own = ownPlan(configOf(books), plan, { runId: 'r', named: { url, key }, existingTemporal: false });
    const mark = own.hosted?.mark ?? 'none';
    expect(own.hosted).to.deep.include({ url, key });
    expect(own.hosted?.tables).to.deep.equal([{ table: 'checkpoints', key: 'workflow_id' }, ...alsoWritten]);
    expect(own.plan.workload.every(({ workflowId }) => workflowId.startsWith(mark))).to.equal(true);
    expect(JSON.stringify(own.plan)).to.not.include(key);
  });

  it('removes rows from the tables of its subject too, each once', () => {
    const tables = [
      { table: 'documents', key: 'workflow_id', ignore: ['updated_at'] },
      { table: 'pages', key: 'document' },
    ];
    const alsoWritten = [{ table: 'documents', key: 'workflow_id' }];
    const subjects = { documents: { checkpoints: true, effects: true, tables } };
    const config = { ...configOf({ checkpoints: { ...checkpoints, alsoWritten } }), subjects };
    const own = ownPlan(config, plan, { runId: 'r', named: { url, key }, existingTemporal: false });
    expect(own.hosted?.tables.map(({ table }) => table)).to.deep.equal(['checkpoints', 'documents', 'pages']);
    expect(own.hosted?.tables.every((one) => !('ignore' in one))).to.equal(true);
  });

  it('is refused on a hosted one where a row is expected under a key of no run', () => {
    const [first] = plan.workload;
    if (first === undefined) throw new Error('Expected a job.');
    const expecting = (key: string | number, isOther: boolean) => {
      const expect = { ...first.expect, rows: [{ table: 'orders', key, columns: {} }] };
      return { ...plan, workload: [{ ...first, ...(isOther ? { orExpect: [expect] } : { expect }) }] };
    };
    const own =
      (key: string | number, isOther = false) =>
      () =>
        ownPlan(configOf({ checkpoints }), expecting(key, isOther), {
          runId: 'r',
          named: { url, key: 'k' },
          existingTemporal: false,
        });
    expect(own(`${first.workflowId}/paid`)).not.to.throw();
    expect(own(`${first.workflowId}/paid`, true)).not.to.throw();
    for (const refused of [own('order-1'), own(7), own('order-1', true)]) {
      expect(refused).to.throw(/^On a hosted Supabase, the key of an expected row must begin with a workflow id, /);
    }
  });
});
