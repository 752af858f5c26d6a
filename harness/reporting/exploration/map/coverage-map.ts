import type { CrashPoint, Exchange, Side } from '../../../model/crash-point.ts';
import type { ExploredCase, PointResult } from '../../../model/exploration.ts';

/** All results of one action at one point. */
export interface MapStrip {
  readonly action: string;
  readonly results: readonly PointResult[];
}

/** One crash point of the map. */
export interface MapCell {
  readonly point: CrashPoint;
  readonly exchange: Exchange;
  readonly side: Side;
  /** The part of its name that differs from the others of its exchange: `page 2`; empty if there is only one. */
  readonly label: string;
  /** Which row of its step, from 0. */
  readonly row: number;
  /** One per action, in the order of the exploration's actions, even without a result; empty if there is no result at all. */
  readonly strips: readonly MapStrip[];
}

/** A step of the workflow: one row, or several where an exchange happens more than once. */
export interface MapStep {
  readonly step: string;
  readonly isActivity: boolean;
  readonly rows: number;
  readonly cells: readonly MapCell[];
}

/** A column, or two of them: an exchange with the sides at which it has points. */
export interface MapGroup {
  readonly exchange: Exchange;
  readonly sides: readonly Side[];
  /** Length of its longest label. */
  readonly labelLength: number;
}

/** The map of one case, before it is drawn. */
export interface CoverageMap {
  readonly steps: readonly MapStep[];
  readonly groups: readonly MapGroup[];
}

/** The input of the map of one case. */
export interface MapSource {
  readonly explored: ExploredCase;
  readonly actions: readonly string[];
  readonly resultsOf: (id: string) => readonly PointResult[];
}

/** The columns: a worker gets a task, communicates meanwhile, and ends it. Services without a place stand between. */
const first: readonly Exchange[] = ['handed-out', 'heartbeat', 'supabase', 'outside'];
const last: readonly Exchange[] = ['completion', 'failure'];

function columnsOf(cells: readonly MapCell[]): readonly Exchange[] {
  const placed = [...first, ...last];
  const others = cells.map(({ exchange }) => exchange).filter((exchange) => !placed.includes(exchange));
  return [...first, ...[...new Set(others)].toSorted(), ...last];
}

/** Arranges the points of a case: steps in the order of the workflow, moments in the order of the exchange. Pure. */
export function coverageMapOf(source: MapSource): CoverageMap {
  const points = source.explored.points.toSorted((a, b) => a.order - b.order);
  const steps = [...Map.groupBy(points, ({ step }) => step)].map(([step, ours]) => stepOf(step, ours, source));
  const cells = steps.flatMap((step) => step.cells);
  const groups = columnsOf(cells).flatMap((exchange): readonly MapGroup[] => {
    const ours = cells.filter((cell) => cell.exchange === exchange);
    if (ours.length === 0) return [];
    const sides = (['request', 'reply'] as const).filter((side) => ours.some((cell) => cell.side === side));
    return [{ exchange, sides, labelLength: Math.max(...ours.map(({ label }) => label.length)) }];
  });
  return { steps, groups };
}

function stepOf(step: string, points: readonly CrashPoint[], source: MapSource): MapStep {
  const taken = new Set<string>();
  const rows = new Map<Exchange, string[]>();
  const cells = points.map((point): MapCell => {
    const { exchange, side } = point.place;
    const label = labelOf(point);
    const labels = rows.get(exchange) ?? [];
    rows.set(exchange, labels);
    if (!labels.includes(label)) labels.push(label);
    let row = labels.indexOf(label);
    // Two points with the same text still get a cell each.
    while (taken.has(`${exchange} ${side} ${row}`)) row = Math.max(row + 1, labels.push(`${label} `) - 1);
    taken.add(`${exchange} ${side} ${row}`);
    return { point, exchange, side, label, row, strips: stripsOf(source.resultsOf(point.id), source.actions) };
  });
  // A number is useless if there is only one.
  const shown = cells.map((cell) => (rows.get(cell.exchange)?.join() === 'no. 1' ? { ...cell, label: '' } : cell));
  const isActivity = points.some(({ place }) => place.task === 'activity');
  return { step, isActivity, rows: 1 + Math.max(...cells.map(({ row }) => row)), cells: shown };
}

/** The other parts of a moment's name beside the exchange: `attempt 2/heartbeat page 1/reply` is `attempt 2 · page 1`. */
function labelOf({ moment, place }: CrashPoint): string {
  const parts = moment
    .replace(/\/(request|reply)$/, '')
    .replace(place.exchange, '')
    .split('/')
    .map((part) => part.replaceAll(/\s+/g, ' ').trim())
    .filter((part) => part !== '');
  return parts.map((part) => (/^\d+$/.test(part) ? `no. ${part}` : part)).join(' · ');
}

function stripsOf(results: readonly PointResult[], actions: readonly string[]): readonly MapStrip[] {
  if (results.length === 0) return [];
  const all = new Set([...actions, ...results.map(({ action }) => action)]);
  return [...all].map((action) => ({ action, results: results.filter((result) => result.action === action) }));
}
