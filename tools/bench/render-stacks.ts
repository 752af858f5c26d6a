import type { StackName } from '../../harness/model/stacks.ts';
import type { ByStack, LifeResult, RunResult } from './bench-report.ts';
import { hundredth, tenth, whole } from './number-formats.ts';
import type { Spread } from './percentile.ts';
import type { Table } from './render-table.ts';

/** One row before it is drawn. */
interface Row<T> {
  readonly name: string;
  readonly of: (result: T) => Spread | undefined;
}

/** What of a spread is shown, and how. */
interface Shown {
  readonly head: string;
  readonly of: (spread: Spread) => string;
}

const extremes: readonly Shown[] = [
  { head: 'min', of: ({ min }) => whole(min) },
  { head: 'median', of: ({ p50 }) => whole(p50) },
  { head: 'max', of: ({ max }) => whole(max) },
];

const percentiles: readonly Shown[] = [
  { head: 'p50', of: ({ p50 }) => tenth(p50) },
  { head: 'p95', of: ({ p95 }) => tenth(p95) },
  { head: 'max', of: ({ max }) => tenth(max) },
];

/** Phases, memory and start of whole runs. */
export function runTables(run: ByStack<RunResult>): readonly Table[] {
  const results = Object.entries(run);
  const namesOf = (times: (result: RunResult) => object): readonly string[] => [
    ...new Set(results.flatMap(([, result]) => Object.keys(times(result)))),
  ];
  const phases = namesOf(({ phasesMs }) => phasesMs).map((phase) => ({
    name: `${phase}, ms`,
    of: (result: RunResult) => result.phasesMs[phase],
  }));
  const components = namesOf(({ readyMs }) => readyMs).map((component) => ({
    name: component,
    of: (result: RunResult) => result.readyMs[component],
  }));
  const [, first] = results[0] ?? [];
  const of = `worker-kill${where(run)}, seed ${first?.seed}, n = ${first?.runIds.length}`;
  const verdicts = results.map(([stack, result]) => `${stack}: ${result.verdicts.join(', ')}`);
  return [
    {
      title: `Warm runs of ${of}`,
      ...sideBySide(run, extremes, [
        ...phases,
        { name: 'run, ms', of: ({ runMs }) => runMs },
        { name: 'command with HTML report, ms', of: ({ commandMs }) => commandMs },
        { name: 'harness RSS at its peak, MB', of: ({ peakRssMb }) => peakRssMb },
      ]),
      notes: [`Verdicts: ${verdicts.join('; ')}.`],
    },
    {
      title: `Stack up: begin of provision → ready, in those runs, ms`,
      ...sideBySide(run, extremes, components),
      notes: [],
    },
  ];
}

/** Kills and starts of a worker. */
export function lifeTable(life: ByStack<LifeResult>): Table {
  const [first] = Object.values(life);
  return {
    title: `Kill and start of an idle worker${where(life)}, from the call, n = ${first?.endedMs.n}, ms`,
    ...sideBySide(life, percentiles, [
      { name: 'kill → its end is known', of: ({ endedMs }) => endedMs },
      { name: 'kill → returns', of: ({ killedMs }) => killedMs },
      { name: 'start → runs', of: ({ runningMs }) => runningMs },
      { name: 'start → first poll at the gateway', of: ({ firstPollMs }) => firstPollMs },
    ]),
    notes: ["Known by the exit of the process, or on Docker by the engine's die and start events."],
  };
}

/** The rows for each stack beside one another, and how the medians compare where there are two. */
function sideBySide<T extends object>(
  results: ByStack<T>,
  shown: readonly Shown[],
  rows: readonly Row<T>[],
): Pick<Table, 'columns' | 'rows'> {
  const stacks = Object.entries(results) as readonly (readonly [StackName, T])[];
  const compared = stacks.length > 1;
  const heads = stacks.flatMap(([stack]) =>
    shown.map(({ head }, index) => (compared && index === 0 ? `${stack}: ${head}` : head)),
  );
  return {
    columns: [
      '',
      ...heads,
      ...(compared
        ? [
            stacks
              .map(([stack]) => stack)
              .toReversed()
              .join('/'),
          ]
        : []),
    ],
    rows: rows.map(({ name, of }) => {
      const spreads = stacks.map(([, result]) => of(result));
      const cells = spreads.flatMap((spread) => shown.map((one) => (spread === undefined ? '–' : one.of(spread))));
      return [name, ...cells, ...(compared ? [ratioOf(spreads)] : [])];
    }),
  };
}

/** The second median in units of the first; a dash where there is no such time on one of the two. */
function ratioOf([base, other]: readonly (Spread | undefined)[]): string {
  return base === undefined || other === undefined || base.p50 === 0 ? '–' : hundredth(other.p50 / base.p50);
}

/** Part of a title: the stack, where there is only one. */
function where(results: ByStack<unknown>): string {
  const [first, ...more] = Object.keys(results);
  return more.length === 0 ? ` on the ${first} stack` : '';
}
