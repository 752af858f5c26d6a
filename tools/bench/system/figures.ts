import type { StackName } from '../../../harness/model/stacks.ts';
import type { ByStack } from '../bench-report.ts';
import { type Bar, drawBars, drawLines } from './draw-figure.ts';
import type { SystemResult } from './system-result.ts';

const MS_PER_MINUTE = 60_000;

/** A picture of each figure, by the name of its file. */
export function systemFigures(system: ByStack<SystemResult>): Readonly<Record<string, string>> {
  const results = Object.entries(system) as readonly (readonly [StackName, SystemResult])[];
  const bars = (of: (result: SystemResult) => readonly Bar[]): readonly Bar[] =>
    results.flatMap(([stack, result]) => of(result).map(({ name, value }) => ({ name: `${stack}: ${name}`, value })));
  const lines = results.flatMap(([stack, { memory }]) =>
    memory === null
      ? []
      : [{ name: stack, points: memory.samples.map(({ atMs, rssMb }) => ({ x: atMs / MS_PER_MINUTE, y: rssMb })) }],
  );
  const greeting = bars(({ greetingMs: { p50, p90, p99 } }) => [
    { name: 'p50', value: p50 },
    { name: 'p90', value: p90 },
    { name: 'p99', value: p99 },
  ]);
  const firstTask = bars(({ firstTask: waits }) =>
    waits.map(({ fault, waitMs }) => ({ name: `${fault ?? 'at rest'}, p99`, value: waitMs.p99 })),
  );
  const load = bars(({ load: figures }) =>
    figures.map(({ atOnce, perSecond }) => ({ name: `${atOnce} at once`, value: perSecond })),
  );
  return {
    'system-greeting.svg': drawBars({ title: 'Greeting: start call to result', unit: 'ms', bars: greeting }),
    'system-first-task.svg': drawBars({
      title: 'Start call to first answered workflow task',
      unit: 'ms',
      bars: firstTask,
      logarithmic: true,
    }),
    'system-load.svg': drawBars({ title: 'Activities a second', unit: '/s', bars: load }),
    'system-memory.svg': drawLines({ title: 'Resident set of a worker under load', unit: 'MB', lines }),
  };
}
