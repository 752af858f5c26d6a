import type { StackName } from '../../../harness/model/stacks.ts';
import type { ByStack } from '../bench-report.ts';
import { hundredth, tenth, whole } from '../number-formats.ts';
import type { Spread } from '../percentile.ts';
import type { Table } from '../render-table.ts';
import type { SystemResult } from './system-result.ts';

/** The tables of the system under test, the stacks below one another. */
export function systemTables(system: ByStack<SystemResult>): readonly Table[] {
  const results = Object.entries(system) as readonly (readonly [StackName, SystemResult])[];
  return [greetingTable(results), loadTable(results), firstTaskTable(results), memoryTable(results)];
}

type BySome = readonly (readonly [StackName, SystemResult])[];

function cells({ n, p50, p90, p99, max }: Spread): readonly string[] {
  return [String(n), ...[p50, p90, p99, max].map(tenth)];
}

function greetingTable(results: BySome): Table {
  const goals = results.map(
    ([
      stack,
      {
        greetingMs,
        goals: { greetingP90Ms },
      },
    ]) => {
      const met = greetingMs.p90 < greetingP90Ms ? 'met' : 'NOT met';
      return `Goal: p90 below ${greetingP90Ms} ms on ${stack}: ${met}.`;
    },
  );
  return {
    title: 'System: greeting, from start call to result, one after the other, ms',
    columns: ['', 'n', 'p50', 'p90', 'p99', 'max'],
    rows: results.map(([stack, { greetingMs }]) => [stack, ...cells(greetingMs)]),
    notes: goals,
  };
}

function loadTable(results: BySome): Table {
  const goals = results.map(
    ([
      stack,
      {
        load,
        goals: { activitiesPerSecond },
      },
    ]) => {
      const most = Math.max(...load.map(({ perSecond }) => perSecond));
      const met = most >= activitiesPerSecond ? 'met' : 'NOT met';
      return `Goal: ${activitiesPerSecond} activities a second on ${stack}: ${met}; most seen: ${tenth(most)}.`;
    },
  );
  return {
    title: 'System: greetings at once, two workers; each has one activity',
    columns: ['', 'activities/s', 'done', 'p50, ms', 'p90, ms', 'p99, ms'],
    rows: results.flatMap(([stack, { load }]) =>
      load.map(({ atOnce, perSecond, completed, latencyMs: { p50, p90, p99 } }) => [
        `${stack}: ${atOnce} at once`,
        tenth(perSecond),
        String(completed),
        ...[p50, p90, p99].map(tenth),
      ]),
    ),
    notes: goals,
  };
}

function firstTaskTable(results: BySome): Table {
  return {
    title: 'System: start call → first workflow task that is answered, ms',
    columns: ['', 'n', 'p50', 'p90', 'p99', 'max'],
    rows: results.flatMap(([stack, { firstTask }]) =>
      firstTask.map(({ fault, on, waitMs }) => {
        const name = fault === null ? 'at rest' : `${fault} on ${on}`;
        return [`${stack}: ${name}`, ...cells(waitMs)];
      }),
    ),
    notes: ['Two workers. Each fault is in force for 2000 ms, over which the workflows start evenly.'],
  };
}

function memoryTable(results: BySome): Table {
  const rows = results.flatMap(([stack, { memory }]) => {
    if (memory === null) return [[stack, '–', '–', '–', '–', '–']];
    const { minutes, activities, samples, slopeMbPerMinute, slopeError } = memory;
    const ends = [samples.at(0)?.rssMb ?? 0, samples.at(-1)?.rssMb ?? 0].map(whole);
    return [
      [stack, tenth(minutes), String(activities), ...ends, `${hundredth(slopeMbPerMinute)} ± ${hundredth(slopeError)}`],
    ];
  });
  return {
    title: 'System: resident set of a worker under load, ten greetings at once, MB',
    columns: ['', 'minutes', 'activities', 'begin', 'end', 'MB a minute ± standard error'],
    rows,
    notes: [
      'The slope leaves out the first fifth. Neighbouring samples depend on one another: the error is a lower bound.',
    ],
  };
}
