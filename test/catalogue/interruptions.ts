import { type Phase, phases } from '../../harness/model/journal-entry.ts';
import { seededRandom } from '../../harness/model/random.ts';
import { isFull, type Tiered } from './tier.ts';

/** Phases in which a harness can be killed: judging has nothing left to undo, and is over before it could be hit. */
const killablePhases: readonly Phase[] = phases.filter((phase) => phase !== 'judging');

const seed = Number(process.env['CHAOS_TEST_SEED'] ?? Date.now() % 100_000);

/** The phases in which it is killed this time, and the seed that chose: all of them in full, and else one at random. */
export function phasesToKillIn(): { readonly seed: number; readonly chosen: readonly Phase[] } {
  return { seed, chosen: isFull ? killablePhases : [seededRandom(seed).pick(killablePhases)] };
}

/** Something that ends a harness early, and what a test shows of it. */
export interface Interruption extends Tiered {
  readonly what: string;
  /** Where the test is, from the project's folder. */
  readonly file: string;
  /** Words of the test's title. */
  readonly title: string;
}

const reaped = {
  file: 'harness/stack/embedded/reaper.stack-test.ts',
  title: 'leaves nothing when the harness is killed',
} as const;

/** Every interruption that is tried out; their tests are written where the table says. */
export const interruptions: readonly Interruption[] = [
  { tier: 'test', what: 'kill -9 of a harness whose worker is paused', ...reaped },
  { tier: 'ci', what: 'kill -9 of a harness whose database is paused', ...reaped },
  { tier: 'full', what: 'kill -9 of a harness that is idle, or whose worker or database is dead', ...reaped },
  { tier: 'test', what: 'kill -9 of a harness that has started 3 processes', ...reaped },
  { tier: 'ci', what: 'kill -9 of a harness that has started 1 or 8 processes', ...reaped },
  { tier: 'full', what: 'kill -9 of a harness that has started 2 or 5 processes', ...reaped },
  {
    tier: 'test',
    what: 'kill -9 of a run, in a phase chosen at random',
    file: 'test/real/interruptions.real-test.ts',
    title: 'leaves nothing 5 s later',
  },
  ...killablePhases.map(
    (phase): Interruption => ({
      tier: 'full',
      what: `kill -9 of a run in the phase ${phase}, on each stack`,
      file: 'test/real/interruptions.real-test.ts',
      title: 'leaves nothing 5 s later',
    }),
  ),
  {
    tier: 'test',
    what: 'Ctrl-C in a run',
    file: 'test/real/interruptions.real-test.ts',
    title: 'heals, leaves nothing, reports the interruption and exits 130',
  },
  {
    tier: 'test',
    what: 'Ctrl-C before anything is started',
    file: 'test/real/bad-input.real-test.ts',
    title: 'exits 130 at once, ends what was begun, and leaves no run folder',
  },
  {
    tier: 'test',
    what: 'Ctrl-C in an exploration',
    file: 'test/real/explore-interruptions.real-test.ts',
    title: 'reports what was done until then, leaves nothing and exits 130',
  },
  {
    tier: 'test',
    what: 'kill -9 of an exploration',
    file: 'test/real/explore-interruptions.real-test.ts',
    title: 'leaves nothing 10 s later',
  },
  {
    tier: 'test',
    what: 'Ctrl-C in a run of all scenarios',
    file: 'test/real/all-interruptions.real-test.ts',
    title: 'by Ctrl-C heal the one that runs',
  },
  {
    tier: 'ci',
    what: 'an uncaught error in a run of all scenarios',
    file: 'test/real/all-interruptions.real-test.ts',
    title: 'by an uncaught error heal the one that runs',
  },
  {
    tier: 'ci',
    what: 'kill -9 of a run of all scenarios',
    file: 'test/real/all-interruptions.real-test.ts',
    title: 'by kill -9 leave nothing',
  },
  {
    tier: 'test',
    what: 'Ctrl-C or kill -9 while a stack comes up',
    file: 'test/real/stack-by-hand.real-test.ts',
    title: 'while it comes up',
  },
  {
    tier: 'test',
    what: 'kill -9 of a terminal that has injected a fault',
    file: 'test/real/stack-by-hand.real-test.ts',
    title: 'what a killed terminal has injected heals at the end of its lease',
  },
  {
    tier: 'ci',
    what: 'SIGTERM of the daemon of a stack',
    file: 'test/real/stack-by-hand.real-test.ts',
    title: 'heals and goes when its daemon is ended by SIGTERM',
  },
  {
    tier: 'test',
    what: 'kill -9 of the daemon of a stack, with a fault in force',
    file: 'test/real/stack-by-hand.real-test.ts',
    title: 'goes when its daemon is killed, with a fault in force',
  },
  {
    tier: 'ci',
    what: 'kill -9 of a run on a hosted Supabase',
    file: 'test/real/hosted-supabase.real-test.ts',
    title: 'a harness that is killed leaves no row behind',
  },
  {
    tier: 'ci',
    what: 'kill -9 of a run on an existing Temporal',
    file: 'test/real/existing-temporal.real-test.ts',
    title: 'a harness that is killed leaves no workflow running',
  },
  {
    tier: 'full',
    what: 'Ctrl-C in a run on a hosted Supabase',
    file: 'test/real/hosted-supabase.real-test.ts',
    title: 'a run that is interrupted leaves no row behind',
  },
  {
    tier: 'docker',
    what: 'kill -9 of a run on Docker, in a phase chosen at random',
    file: 'test/real/docker/docker-interruptions.docker-test.ts',
    title: 'leaves nothing 10 s later, and the engine as it was',
  },
  {
    tier: 'docker',
    what: 'Ctrl-C in a run on Docker',
    file: 'test/real/docker/docker-interruptions.docker-test.ts',
    title: 'heals, leaves the engine as it was',
  },
  {
    tier: 'docker',
    what: 'kill -9 of a run on Docker with a hosted Supabase',
    file: 'test/real/docker/hosted-supabase.docker-test.ts',
    title: 'a harness that is killed leaves neither rows nor containers',
  },
  {
    tier: 'docker',
    what: 'kill -9 of the daemon and the reaper of a stack on Docker',
    file: 'test/real/docker/dead-keeper.docker-test.ts',
    title: 'is removed from the engine by stack down',
  },
  {
    tier: 'docker',
    what: 'an engine that goes away in the middle of a run',
    file: 'test/real/docker/engine-lost.docker-test.ts',
    title: 'ends the run with what may be left',
  },
];
