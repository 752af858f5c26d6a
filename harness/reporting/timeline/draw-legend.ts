import { fill, stroke, workerPaint } from './paint.ts';
import { checkpointShape, crossShape, effectShape, tickShape } from './shapes.ts';
import { element, label } from './svg.ts';
import type { Timeline } from './timeline.ts';

const Y = 62;

/** The meaning of each sign, in one line. */
export function drawLegend(timeline: Timeline): string {
  const items = [...workerItems(timeline), ...signItems()];
  let x = 16;
  const drawn = items.map((item) => {
    const markup = item.draw(x) + label(item.text, { x: x + 20, y: Y + 4, 'font-size': 11, ...fill('muted') });
    x += 34 + item.text.length * 6.1;
    return markup;
  });
  return drawn.join('\n');
}

interface LegendItem {
  readonly text: string;
  draw(x: number): string;
}

function workerItems(timeline: Timeline): readonly LegendItem[] {
  const workers = timeline.components.filter((lane) => lane.worker !== null).slice(0, 4);
  return workers.map(({ name, worker }) => ({
    text: `task at ${name}`,
    draw: (x) => element('rect', { x, y: Y - 3, width: 15, height: 6, ...fill(workerPaint(worker)) }),
  }));
}

function signItems(): readonly LegendItem[] {
  const text = '';
  return [
    { text: 'killed or lost', draw: (x) => crossShape(x + 8, Y, 4) },
    { text: 'event', draw: (x) => tickShape({ atMs: 0, text, sort: 'plain' }, x + 8, Y - 2) },
    { text: 'timeout, failure, retry', draw: (x) => tickShape({ atMs: 0, text, sort: 'trouble' }, x + 8, Y - 2) },
    { text: 'checkpoint', draw: (x) => checkpointShape({ atMs: 0, text }, x + 8, Y) },
    { text: 'effect applied', draw: (x) => effectShape({ atMs: 0, text, outcome: 'applied' }, x + 8, Y) },
    { text: 'deduplicated', draw: (x) => effectShape({ atMs: 0, text, outcome: 'deduplicated' }, x + 8, Y) },
    { text: 'end', draw: (x) => element('path', { d: `M${x + 8} ${Y - 6}v12`, ...stroke('good', 2) }) },
  ];
}
