import type { Exchange, Side } from '../../../model/crash-point.ts';
import { shortened } from '../../timeline/svg.ts';
import type { CoverageMap, MapStep } from './coverage-map.ts';

/** Height of a row, in pixels. */
export const ROW = 23;
/** Width of every map, in pixels. */
export const WIDTH = 1200;
/** Where the step names begin and end, in pixels. */
export const MARGIN = 16;

/** Where an exchange is drawn, in pixels. */
export interface GroupPlace {
  readonly exchange: Exchange;
  readonly x: number;
  readonly width: number;
  readonly labelRight: number;
  readonly sides: readonly { readonly side: Side; readonly x: number }[];
}

/** A step beside the top of its first row. */
export interface StepPlace {
  readonly step: MapStep;
  readonly y: number;
  readonly name: string;
}

/** Where everything is drawn, in pixels. */
export interface MapLayout {
  readonly height: number;
  readonly headY: number;
  readonly bottomY: number;
  readonly cellWidth: number;
  readonly groups: readonly GroupPlace[];
  readonly steps: readonly StepPlace[];
}

const GAP = 16;
const LETTER = 5.6;
const WIDEST_CELL = 92;
const LONGEST_NAME = 30;

/** Lays a map out; the part above the column heads takes `headY` pixels. */
export function layoutOf(map: CoverageMap, headY: number): MapLayout {
  const longest = Math.max(12, ...map.steps.map(({ step }) => Math.min(step.length, LONGEST_NAME)));
  const left = MARGIN + longest * 7.7 + 16;
  const labels = map.groups.map(({ labelLength }) => (labelLength === 0 ? 0 : Math.min(labelLength, 24) * LETTER + 8));
  const cells = map.groups.reduce((sum, { sides }) => sum + sides.length, 0);
  const free = WIDTH - MARGIN - left - GAP * map.groups.length - labels.reduce((sum, width) => sum + width, 0);
  const cellWidth = Math.max(16, Math.min(WIDEST_CELL, free / Math.max(1, cells)));
  let x = left;
  const groups = map.groups.map(({ exchange, sides }, index): GroupPlace => {
    const label = labels[index] ?? 0;
    const width = label + sides.length * cellWidth;
    const place = { exchange, x, width, labelRight: x + label - 5 };
    const places = sides.map((side, at) => ({ side, x: x + label + at * cellWidth }));
    x += width + GAP;
    return { ...place, sides: places };
  });
  let y = headY + 40;
  const steps = map.steps.map((step): StepPlace => {
    const place = { step, y, name: shortened(step.step, LONGEST_NAME) };
    y += step.rows * ROW + 4;
    return place;
  });
  return { height: y + 14, headY, bottomY: y, cellWidth, groups, steps };
}
