import type {
  AgainstResult,
  BenchReport,
  FirstTaskFigures,
  FirstTaskResult,
  HopResult,
  LatencyResult,
  Machine,
  ReplayFigures,
  ReplayResult,
} from './bench-report.ts';
import { hundredth, signed, tenth, whole } from './number-formats.ts';
import type { Spread } from './percentile.ts';
import { exploreTables } from './render-explore.ts';
import { lifeTable, runTables } from './render-stacks.ts';
import { renderTable, type Table } from './render-table.ts';
import { systemTables } from './system/render-system.ts';

/** The whole bench for people: the machine, a table a measurement, and what went wrong. */
export function renderBench({ machine, results, problems, quick, durationMs }: BenchReport): string {
  const tables = [
    ...(results.run === undefined ? [] : runTables(results.run)),
    ...(results.replay === undefined ? [] : [replayTable(results.replay)]),
    ...(results.hop === undefined ? [] : [hopTable(results.hop)]),
    ...(results.latency === undefined ? [] : [latencyTable(results.latency)]),
    ...(results['first-task'] === undefined ? [] : [firstTaskTable(results['first-task'])]),
    ...(results.life === undefined ? [] : [lifeTable(results.life)]),
    ...(results.start === undefined ? [] : [startTable(results.start)]),
    ...(results.explore === undefined ? [] : exploreTables(results.explore, machine.cores)),
    ...(results.system === undefined ? [] : systemTables(results.system)),
    ...(results.against === undefined ? [] : [againstTable(results.against)]),
  ];
  const warnings = [loadWarning(machine), quick ? 'Warning: --quick, too few repetitions to quote any figure.' : null];
  return [
    [machineLine(machine), ...warnings.filter((line) => line !== null)].join('\n'),
    ...tables.map((table) => renderTable(table)),
    ...(problems.length === 0 ? [] : [['Problems:', ...problems.map((line) => `  ${line}`)].join('\n')]),
    `Measured in ${Math.round(durationMs / 1000)} s.`,
  ].join('\n\n');
}

/** A line that warns of a machine that was busy before the bench began; null where it wasn't. */
export function loadWarning({ cores, loadAverage }: Machine): string | null {
  const [load] = loadAverage;
  if (load <= cores) return null;
  return `Warning: the load average was ${load.toFixed(2)} on ${cores} cores at the start; others work here, so the figures are too high.`;
}

function machineLine(machine: Machine): string {
  const load = machine.loadAverage.map((one) => one.toFixed(2)).join(' ');
  const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
  return `${machine.platform} · ${machine.cpu} · ${machine.cores} cores · ${machine.memoryMb} MB · load ${load}\n${versions.join(' · ')}`;
}

function replayTable(replay: ReplayResult): Table {
  const row = (name: string, figures: ReplayFigures): readonly string[] => [
    name,
    String(figures.replays),
    String(figures.events),
    whole(figures.totalMs),
    figures.perReplayMs.toFixed(1),
    whole(figures.perThousandEventsMs),
  ];
  return {
    title: `Replay of the event histories of ${replay.runId}, median of ${replay.repetitions}`,
    columns: ['', 'replays', 'events', 'total, ms', 'ms/replay', 'ms/1000 events'],
    rows: [row('with every prefix', replay.withPrefixes), row('full event histories', replay.fullOnly)],
    notes: [
      `Apart from that, start and imports of the replay process: ${whole(replay.importMs.p50)} ms.`,
      `Goal: at most ${replay.goal.perReplayMs} ms a replay, prefixes included: ${replay.goal.met ? 'met' : 'NOT met'}.`,
    ],
  };
}

function hopTable({ routes, goal }: HopResult): Table {
  return {
    title: `Hop cost: GetSystemInfo, ${routes[0]?.latencyMs.n ?? 0} calls a route, in turn, ms`,
    columns: ['', 'p50', 'p95', 'p99', 'added p50', 'added p95', 'added p99'],
    rows: routes.map(({ route, latencyMs, addedMs }) => [
      route,
      ...[latencyMs.p50, latencyMs.p95, latencyMs.p99].map(hundredth),
      ...(route === 'direct' ? [] : [addedMs.p50, addedMs.p95, addedMs.p99].map(signed)),
    ]),
    notes: [`Goal: the gateway adds at most ${goal.addedP50Ms.toFixed(2)} ms at p50: ${goal.met ? 'met' : 'NOT met'}.`],
  };
}

function latencyTable({ direct, throughHops, ratio }: LatencyResult): Table {
  const row = (name: string, spread: Spread): readonly string[] => [
    name,
    String(spread.n),
    ...[spread.p50, spread.p95, spread.max].map(tenth),
  ];
  return {
    title: 'Workflow latency: greeting, from start call to result, ms',
    columns: ['worker', 'n', 'p50', 'p95', 'max'],
    rows: [
      row('straight to Temporal', direct),
      row('through Toxiproxy and gateway', throughHops),
      ['ratio', '', ratio.p50.toFixed(2), ratio.p95.toFixed(2)],
    ],
    notes: [],
  };
}

function startTable({ n, p50, p95, max }: Spread): Table {
  return {
    title: 'Start of a command that is refused, from the start of Node to its exit, ms',
    columns: ['', 'n', 'p50', 'p95', 'max'],
    rows: [['refused command', String(n), ...[p50, p95, max].map(whole)]],
    notes: [],
  };
}

function againstTable({ folder, rounds, comparisons }: AgainstResult): Table {
  return {
    title: `This checkout against ${folder}, in turn, n = ${rounds}, ms`,
    columns: ['', 'here: min', 'median', 'max', 'other: min', 'median', 'max', 'here/other'],
    rows: comparisons.map(({ name, here, other, ratio }) => [
      name,
      ...[here, other].flatMap(({ min, p50, max }) => [min, p50, max].map(whole)),
      hundredth(ratio),
    ]),
    notes: ['here/other compares the medians; below 1 this checkout is faster.'],
  };
}

function firstTaskTable({ atRest, underFault, absenceMs }: FirstTaskResult): Table {
  const row = (name: string, spread: Spread): readonly string[] => [
    name,
    String(spread.n),
    ...[spread.p50, spread.p95, spread.p99, spread.max].map(tenth),
  ];
  const rows = (name: string, figures: FirstTaskFigures): readonly (readonly string[])[] => [
    row(`${name}: handed out`, figures.handedOutMs),
    row(`${name}: answered`, figures.answeredMs),
  ];
  return {
    title: 'Start → first workflow task, from event histories, ms',
    columns: ['', 'n', 'p50', 'p95', 'p99', 'max'],
    rows: [...rows('at rest', atRest), ...rows('under the fault', underFault)],
    notes: [
      `Two workers; both times the workflows start evenly over ${whole(absenceMs)} ms. Fault: one worker is dead meanwhile.`,
      `First tasks that were handed to a worker which never answered: ${atRest.lost} at rest, ${underFault.lost} under the fault.`,
    ],
  };
}
