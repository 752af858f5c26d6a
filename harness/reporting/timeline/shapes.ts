import { fill, stroke } from './paint.ts';
import { element, title } from './svg.ts';
import type { EffectMark, EventMark, Mark } from './workflow-lanes.ts';

/** An event of an event history: a small tick, taller if it is a trouble. */
export function tickShape(mark: EventMark, x: number, y: number): string {
  const trouble = mark.sort === 'trouble';
  const line = { d: `M${x.toFixed(1)} ${trouble ? y - 2 : y}V${y + 4.5}` };
  return element('path', { ...line, ...stroke(trouble ? 'trouble' : 'event', trouble ? 2 : 1) }, title(mark.text));
}

/** A checkpoint: a diamond. */
export function checkpointShape(mark: Mark, x: number, y: number): string {
  const d = `M${x.toFixed(1)} ${y - 5}l4.5 5l-4.5 5l-4.5 -5z`;
  return element('path', { d, ...fill('checkpoint') }, title(mark.text));
}

/** A request at the outside world: a full dot was applied, a ring deduplicated, a cross refused as a conflict. */
export function effectShape(mark: EffectMark, x: number, y: number): string {
  if (mark.outcome === 'conflict') return element('g', {}, title(mark.text), crossShape(x, y, 3));
  const dot = { cx: x, cy: y, r: mark.outcome === 'applied' ? 2.4 : 2.6 };
  const look = mark.outcome === 'applied' ? fill('applied') : stroke('trouble', 1.3);
  return element('circle', { ...dot, ...look }, title(mark.text));
}

/** A cross: something was killed, lost or refused here. */
export function crossShape(x: number, y: number, size: number): string {
  const d = `M${(x - size).toFixed(1)} ${y - size}l${2 * size} ${2 * size}m0 ${-2 * size}l${-2 * size} ${2 * size}`;
  return element('path', { d, ...stroke('bad', size > 4 ? 2.4 : 1.6) });
}
