import { expect } from 'chai';
import { config } from '../../chaos.config.ts';
import { HarnessError } from '../errors.ts';
import type { Scenario } from '../model/scenario.ts';
import { exploreWorkflow } from './explore-workflow.ts';
import { runPlan, runScenario, type ScenarioOptions } from './run-scenario.ts';

async function refusalOf(work: Promise<unknown>): Promise<string> {
  const thrown: unknown = await work.catch((error: unknown) => error);
  if (!(thrown instanceof HarnessError)) return expect.fail(`Expected it to be refused, but got: ${String(thrown)}`);
  return `${thrown.code}: ${thrown.message}`;
}

/** The options of a program without types. */
const untyped = (
  options: Readonly<Record<string, unknown>>,
): Pick<ScenarioOptions, 'config' | 'stack' | 'keepRuns'> => ({
  config,
  stack: 'embedded',
  ...options,
});
const { workers } = config;

describe('the library', () => {
  const bad: readonly [what: string, options: Readonly<Record<string, unknown>>, sentence: RegExp][] = [
    ['an empty configuration', { config: {} }, /^CHAOS_BAD_CONFIG: the option config: `workers` is missing\.$/],
    ['no configuration', { config: null }, /^CHAOS_BAD_CONFIG: the option config: `config` must be an object\.$/],
    ['workers without a command', { config: { ...config, workers: {} } }, /^CHAOS_BAD_CONFIG: .*`workers\.command`/],
    [
      'a bundle that is no command',
      { config: { ...config, workers: { ...workers, bundle: 'node' } } },
      /^CHAOS_BAD_CONFIG: .*`workers\.bundle` must be a list\.$/,
    ],
    ['a stack that is none', { stack: 'kubernetes' }, /^CHAOS_USAGE: There is no stack named "kubernetes"\. Choose /],
    [
      'a Supabase without an URL',
      { supabase: { url: 'not a url', key: 'k' } },
      /^CHAOS_USAGE: supabase\.url must .* but it is not an http or https URL\. Correct it, or leave out supabase\.$/,
    ],
    ['a Supabase that is a text', { supabase: 'http://127.0.0.1:1' }, /^CHAOS_USAGE: supabase\.url must /],
    ['a Supabase without a key', { supabase: { url: 'http://127.0.0.1:1' } }, /^CHAOS_USAGE: supabase\.key must /],
    ['no parameters', { params: null }, /^CHAOS_USAGE: Expected parameters that worker-kill knows/],
    [
      'folders to keep that are no number',
      { keepRuns: Number.NaN },
      /^CHAOS_USAGE: The option keepRuns must be a whole /,
    ],
  ];
  for (const [what, options, sentence] of bad) {
    it(`refuses ${what}, in one sentence`, async () => {
      expect(await refusalOf(runScenario('worker-kill', untyped(options)))).to.match(sentence);
    });
  }

  it('refuses a scenario that is none, and a plan that is none', async () => {
    const none: unknown = {};
    expect(await refusalOf(runScenario(none as Scenario, { config }))).to.match(
      /^CHAOS_BAD_CONFIG: the given scenario: `name` is missing\.$/,
    );
    expect(await refusalOf(runPlan(none as Parameters<typeof runPlan>[0], { config }))).to.match(/^CHAOS_BAD_PLAN: /);
  });

  it('refuses a broken configuration of an exploration too', async () => {
    expect(await refusalOf(exploreWorkflow('greeting', untyped({ config: {} })))).to.match(/^CHAOS_BAD_CONFIG: /);
    expect(await refusalOf(exploreWorkflow('greeting', untyped({ stack: 'kubernetes' })))).to.match(/^CHAOS_USAGE: /);
    expect(await refusalOf(exploreWorkflow('greeting', untyped({ keepRuns: -1 })))).to.match(/^CHAOS_USAGE: /);
  });

  it('names the function of a given configuration that throws, as of a loaded one', async () => {
    const thrower = (): never => {
      throw new Error('no canary today');
    };
    const given = { ...config, explorations: { greeting: { subject: 'greetings', cases: { one: thrower } } } };
    expect(await refusalOf(exploreWorkflow('greeting', untyped({ config: given })))).to.include(
      'the option config: `explorations.greeting.cases.one` threw: no canary today',
    );
  });
});
