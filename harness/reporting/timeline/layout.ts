import type { Timeline } from './timeline.ts';

/** Where things are drawn, in pixels. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly phasesY: number;
  readonly faultsY: number;
  readonly componentsY: number;
  readonly workflowsY: number;
  readonly bottomY: number;
  /** Horizontal position of a moment in milliseconds since the start of the run. */
  x(atMs: number): number;
}

/** Height of a lane, in pixels. */
export const laneHeight = { phase: 20, fault: 16, component: 17, workflow: 22 } as const;

const WIDTH = 1440;
const LEFT = 150;
const RIGHT = 1330;
const PHASES_Y = 86;
const GAP = 12;

/** The layout of a timeline; its height grows with the number of lanes. */
export function layoutOf(timeline: Timeline): Layout {
  const phasesY = PHASES_Y + timeline.gaps.length * 15;
  const faultsY = phasesY + laneHeight.phase + 20;
  const componentsY = faultsY + timeline.faults.length * laneHeight.fault + GAP;
  const workflowsY = componentsY + timeline.components.length * laneHeight.component + GAP;
  const bottomY = workflowsY + timeline.workflows.length * laneHeight.workflow;
  const x = (atMs: number): number =>
    LEFT + (Math.min(Math.max(atMs, 0), timeline.endMs) / timeline.endMs) * (RIGHT - LEFT);
  const lanes = { phasesY, faultsY, componentsY, workflowsY, bottomY };
  return { width: WIDTH, height: bottomY + 34, left: LEFT, right: RIGHT, ...lanes, x };
}

/** Moments at which the axis is labelled: about a dozen, at round numbers. */
export function axisTicks(endMs: number): readonly number[] {
  const rough = endMs / 12;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? 10 * power;
  return Array.from({ length: Math.floor(endMs / step) + 1 }, (_, index) => index * step);
}
