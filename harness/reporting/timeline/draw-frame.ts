import { formatDuration } from '../../model/duration.ts';
import { axisTicks, type Layout, laneHeight } from './layout.ts';
import { fill, stroke } from './paint.ts';
import { element, label, shortened, title } from './svg.ts';
import type { Band, Timeline } from './timeline.ts';

/** Everything behind the lanes: background, head, axis, phases and the bands of the faults. */
export function drawFrame(timeline: Timeline, layout: Layout): string {
  return [
    element('rect', { width: layout.width, height: layout.height, ...fill('background') }),
    ...head(timeline),
    ...stripes(timeline, layout),
    ...axis(timeline, layout),
    ...timeline.phases.map((phase, index) => phaseBand(phase, index, layout)),
    ...timeline.faults.map((fault, index) => faultBand(fault, index, layout)),
  ].join('\n');
}

function head(timeline: Timeline): string[] {
  return [
    label(timeline.title, { x: 16, y: 26, 'font-size': 17, 'font-weight': 600, ...fill('text') }),
    label(timeline.subtitle, { x: 16, y: 44, ...fill('muted') }),
    ...timeline.gaps.map((gap, index) => label(gap, { x: 16, y: 88 + index * 15, ...fill('trouble') })),
  ];
}

function stripes(timeline: Timeline, layout: Layout): string[] {
  const box = { x: 16, width: layout.width - 32, height: laneHeight.workflow, ...fill('stripe') };
  const tops = timeline.workflows.map((_, index) => layout.workflowsY + index * laneHeight.workflow);
  return tops.filter((_, index) => index % 2 === 0).map((y) => element('rect', { ...box, y }));
}

function axis(timeline: Timeline, layout: Layout): string[] {
  const top = layout.phasesY + laneHeight.phase;
  return axisTicks(timeline.endMs).flatMap((atMs) => {
    const x = layout.x(atMs);
    const text = atMs === 0 ? '0' : formatDuration(atMs);
    const middle = { x, 'text-anchor': 'middle', 'font-size': 10, ...fill('muted') };
    return [
      element('path', { d: `M${x.toFixed(1)} ${top}V${layout.bottomY}`, ...stroke('grid') }),
      label(text, { y: top + 12, ...middle }),
      label(text, { y: layout.bottomY + 16, ...middle }),
    ];
  });
}

function phaseBand(phase: Band, index: number, layout: Layout): string {
  const x = layout.x(phase.fromMs);
  const width = Math.max(1, layout.x(phase.toMs) - x);
  const paint = index % 2 === 0 ? 'phase' : 'phase-odd';
  const box = element('rect', { x, y: layout.phasesY, width, height: laneHeight.phase, ...fill(paint) });
  const middle = { x: x + width / 2, y: layout.phasesY + 14, 'text-anchor': 'middle', ...fill('text') };
  const fits = width > phase.label.length * 6.6;
  return element('g', {}, title(phase.text), box, ...(fits ? [label(phase.label, middle)] : []));
}

function faultBand(fault: Band, index: number, layout: Layout): string {
  const x = layout.x(fault.fromMs);
  const width = Math.max(2, layout.x(fault.toMs) - x);
  const y = layout.faultsY + index * laneHeight.fault;
  const height = layout.bottomY - y;
  const nearEdge = x > layout.right - 330;
  const text = {
    x: nearEdge ? x - 5 : x + 5,
    y: y + 12,
    'font-weight': 600,
    'text-anchor': nearEdge ? 'end' : 'start',
  };
  const edges = `M${x.toFixed(1)} ${y}V${layout.bottomY}M${(x + width).toFixed(1)} ${y}V${layout.bottomY}`;
  return element(
    'g',
    {},
    title(fault.text),
    element('rect', { x, y, width, height, 'fill-opacity': '0.13', ...fill('fault') }),
    element('path', { d: edges, ...stroke('fault'), 'stroke-dasharray': '4 3' }),
    label(shortened(fault.label, 60), { ...text, ...fill('fault') }),
  );
}
