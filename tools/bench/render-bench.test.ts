import { expect } from 'chai';
import { BENCH_SCHEMA, type BenchReport, type HopResult } from './bench-report.ts';
import type { ExploreFigures, ExploreResult } from './explore-result.ts';
import { spreadOf } from './percentile.ts';
import { loadWarning, renderBench } from './render-bench.ts';

const machine: BenchReport['machine'] = {
  platform: 'linux-x64',
  cpu: 'A processor',
  cores: 2,
  memoryMb: 8192,
  loadAverage: [0.5, 1, 1.5],
  versions: { node: 'v24.0.0' },
};
const spread = spreadOf([1, 2, 3.456]);
const figures = { replays: 2, events: 40, totalMs: 30, perReplayMs: 15, perThousandEventsMs: 750 };
const tasks = { handedOutMs: spread, answeredMs: spread, lost: 4 };

function hop(added: number): HopResult {
  const addedMs = { p50: added, p95: -0.25, p99: 0 };
  const direct = { route: 'direct' as const, latencyMs: spread, addedMs: { p50: 0, p95: 0, p99: 0 } };
  const routes = [direct, { route: 'gateway' as const, latencyMs: spread, addedMs }];
  return { routes, goal: { route: 'gateway', addedP50Ms: 0.5, met: added <= 0.5 } };
}

const run = {
  seed: 7,
  runIds: ['a', 'b'],
  verdicts: ['valid', 'valid'],
  readyMs: { temporal: spread },
  phasesMs: {
    provision: spread,
    judging: spread,
  },
  runMs: spread,
  commandMs: spread,
  peakRssMb: spread,
};
const life = { endedMs: spread, killedMs: spread, runningMs: spread, firstPollMs: spread };
const figuresOfFront: ExploreFigures = {
  runId: 'x-1',
  exit: 0,
  verdict: 'valid',
  front: 40,
  points: 99,
  explored: 99,
  proved: 99,
  fronts: 4,
  longestHoldMs: 1005,
  firstTryShare: 0.935,
  exploringMs: 34554,
  frontsMs: 34251,
  perPointMs: 349,
  wholeMs: 42397,
  commandMs: 45e3,
  peakRssMb: 256.4,
  cpu: [
    {
      part: 'temporal',
      cpuS: 20,
      share: 0.8,
    },
    {
      part: 'worker',
      cpuS: 5,
      share: 0.2,
    },
  ],
};
const explore: ExploreResult = {
  workflow: 'ingestDocument',
  case: 'approved',
  seed: 1,
  timesFaster: 11.46,
  front: figuresOfFront,
  single: {
    ...figuresOfFront,
    front: 1,
    points: 8,
    explored: 8,
    proved: 8,
    fronts: 8,
    perPointMs: 4e3,
    cpu: null,
  },
  whole: {
    ...figuresOfFront,
    points: 363,
    explored: 362,
    proved: 586,
    peakRssMb: 600,
    wholeMs: 173723,
  },
  goalsMet: {
    perPoint: false,
    timesFaster: true,
    memory: false,
    whole: false,
  },
};
const slower = spreadOf([2, 5, 20]);

const results: BenchReport['results'] = {
  run: { embedded: run },
  replay: {
    runId: 'b',
    repetitions: 3,
    importMs: spread,
    withPrefixes: figures,
    fullOnly: figures,
    goal: { perReplayMs: 10, met: false },
  },
  hop: hop(0.4),
  latency: { direct: spread, throughHops: spread, ratio: { p50: 1, p95: 1.5 } },
  'first-task': { atRest: { ...tasks, lost: 0 }, underFault: tasks, absenceMs: 2000 },
  life: { embedded: life },
  start: spread,
  explore,
};

const report: BenchReport = {
  schema: BENCH_SCHEMA,
  startedAt: '2026-01-01T00:00:00.000Z',
  durationMs: 61e3,
  quick: false,
  machine,
  results,
  problems: [],
};

describe('renderBench', () => {
  const drawn = renderBench(report);

  it('shows every measurement', () => {
    for (const expected of [
      /^provision, ms +1 +2 +3$/m,
      /^judging, ms /m,
      /^harness RSS at its peak, MB +1 +2 +3$/m,
      /^with every prefix +2 +40 +30 +15\.0 +750$/m,
      /imports of the replay process: 2 ms/,
      /^Goal: at most 10 ms a replay, prefixes included: NOT met\.$/m,
      /^Exploration of ingestDocument, seed 1$/m,
      /^approved, crash, front 40 +99 +99 +349 +4 +94 % +1005 +34\.6 +42\.4 +45\.0 +256$/m,
      /^approved, crash, one kill a point +8 +8 +4000 +8 /m,
      /^all cases, crash and lose-answer +363 +586 /m,
      /^refused command +3 +2 +3 +3$/m,
      /^temporal +20\.0 +80 %$/m,
      /^All of them: 25\.0 CPU-s, 36 % of what 2 cores have in 34\.6 s\.$/m,
      /^Fronts took 34\.3 of the 34\.6 s, /m,
      /^gateway +2\.00 +3\.46 +3\.46 +\+0\.40 +−0\.25 +\+0\.00$/m,
      /^direct +2\.00 +3\.46 +3\.46$/m,
      /^ratio +1\.00 +1\.50$/m,
      /^under the fault: answered +3 +2\.0 +3\.5 +3\.5 +3\.5$/m,
      /^Warm runs of worker-kill on the embedded stack, seed 7, n = 2$/m,
      /^temporal +1 +2 +3$/m,
      /^Verdicts: embedded: valid, valid\.$/m,
      /^Kill and start of an idle worker on the embedded stack, from the call, n = 3, ms$/m,
      /^start → first poll at the gateway +2\.0 +3\.5 +3\.5$/m,
      /0 at rest, 4 under the fault/,
      /Measured in 61 s\./,
    ]) {
      expect(drawn).to.match(expected);
    }
  });

  it('puts the stacks beside one another, with a ratio of medians', () => {
    const docker = { ...run, phasesMs: { provision: slower }, readyMs: { temporal: slower, postgresql: slower } };
    const both = renderBench({
      ...report,
      results: {
        run: { embedded: run, docker: { ...docker, verdicts: ['valid', 'unknown'] } },
        life: { embedded: life, docker: { ...life, endedMs: slower } },
      },
    });
    for (const expected of [
      /^Warm runs of worker-kill, seed 7, n = 2\n +embedded: min +median +max +docker: min +median +max +docker\/embedded$/m,
      /^provision, ms +1 +2 +3 +2 +5 +20 +2\.50$/m,
      /^postgresql +– +– +– +2 +5 +20 +–$/m,
      /^judging, ms +1 +2 +3 +– +– +– +–$/m,
      /^Verdicts: embedded: valid, valid; docker: valid, unknown\.$/m,
      /^kill → its end is known +2\.0 +3\.5 +3\.5 +5\.0 +20\.0 +20\.0 +2\.50$/m,
    ]) {
      expect(both).to.match(expected);
    }
  });

  it('puts two checkouts beside one another', () => {
    const comparisons = [{ name: 'run: provision', here: spread, other: slower, ratio: 0.4 }];
    const against = renderBench({ ...report, results: { against: { folder: '/other', rounds: 3, comparisons } } });
    expect(against).to.match(/^This checkout against \/other, in turn, n = 3, ms$/m);
    expect(against).to.match(/^run: provision +1 +2 +3 +2 +5 +20 +0\.40$/m);
  });

  it('says which stack it was where only one could be measured', () => {
    const one = renderBench({ ...report, results: { life: { docker: life } } });
    expect(one).to.match(/^Kill and start of an idle worker on the docker stack/m);
    expect(one).not.to.match(/embedded/);
  });

  it('says whether the goal is met', () => {
    expect(drawn).to.match(/Goal: .* 0\.50 ms at p50: met\./);
    expect(renderBench({ ...report, results: { hop: hop(0.51) } })).to.match(/NOT met\./);
  });

  it('says which goals of exploring are met, and by what', () => {
    for (const expected of [
      /^Goal: at most 300 ms a point with the front \(aim: 100\): 349, NOT met\.$/m,
      /^Goal: at least 8 × faster than one kill a point: 11\.5 ×, met\.$/m,
      /^Goal: the harness stays under 512 MB: 600, NOT met\.$/m,
      /^Goal: at least 300 points in 120 s: 362 of 363 points explored in 173\.7 s \(valid\), NOT met\.$/m,
    ]) {
      expect(drawn).to.match(expected);
    }
  });

  it('has no word of all cases, nor of CPU time, where they were not measured', () => {
    const front = { ...figuresOfFront, cpu: null };
    const goalsMet = { perPoint: true, timesFaster: true, memory: true, whole: null };
    const some = renderBench({ ...report, results: { explore: { ...explore, front, whole: null, goalsMet } } });
    expect(some).to.match(/known on Linux only/);
    expect(some).not.to.match(/all cases|300 points|All of them|NOT met/);
  });

  it('shows only what was measured', () => {
    const only = renderBench({ ...report, results: { hop: hop(0.4) } });
    expect(only).to.match(/Hop cost/);
    expect(only).not.to.match(/worker-kill|Replay|latency|first workflow task|Kill and start|Exploration/);
  });

  it('warns of a busy machine and of a quick bench, and tells of problems', () => {
    expect(drawn).not.to.match(/Warning|Problems/);
    const bad = {
      ...report,
      quick: true,
      problems: ['hop: it broke'],
      machine: { ...machine, loadAverage: [4, 1, 1] as const },
    };
    expect(renderBench(bad)).to.match(/Warning: the load average was 4\.00 on 2 cores/);
    expect(renderBench(bad)).to.match(/Warning: --quick/);
    expect(renderBench(bad)).to.match(/Problems:\n {2}hop: it broke/);
  });
});

describe('loadWarning', () => {
  it('warns above the number of cores only', () => {
    expect(loadWarning({ ...machine, loadAverage: [2, 9, 9] })).to.equal(null);
    expect(loadWarning({ ...machine, loadAverage: [2.01, 0, 0] })).to.match(/others work here/);
  });
});
