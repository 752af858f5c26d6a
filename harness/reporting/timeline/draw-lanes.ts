import { formatDuration } from '../../model/duration.ts';
import type { ComponentLane, LifeBar } from './component-lanes.ts';
import { type Layout, laneHeight } from './layout.ts';
import { fill, type Paint, stroke, workerPaint } from './paint.ts';
import { checkpointShape, crossShape, effectShape, tickShape } from './shapes.ts';
import { element, label, shortened, title } from './svg.ts';
import type { TaskSpan } from './task-spans.ts';
import type { Timeline } from './timeline.ts';
import type { WorkflowLane } from './workflow-lanes.ts';

/** The lanes of the components, each life a bar, each kill a cross. */
export function drawComponents(timeline: Timeline, layout: Layout): string {
  const lanes = timeline.components.map((lane, index) => {
    const y = layout.componentsY + index * laneHeight.component;
    const strays = lane.strays.map((mark) => effectShape(mark, layout.x(mark.atMs), y + 8));
    return [laneName(lane.name, y + 12), ...lane.lives.map((life) => lifeBar(life, { lane, layout, y })), ...strays];
  });
  return lanes.flat().join('\n');
}

/** The lanes of the workflows: tasks as bars, events as ticks, checkpoints, effects, and how it ended. */
export function drawWorkflows(timeline: Timeline, layout: Layout): string {
  const workers = new Map(timeline.components.map((lane) => [lane.name, lane.worker]));
  const paintOf = (component: string): Paint => workerPaint(workers.get(component) ?? null);
  const lanes = timeline.workflows.map((lane, index) => {
    const y = layout.workflowsY + index * laneHeight.workflow;
    return [
      laneName(lane.workflowId, y + 15),
      lifeLine(lane, y, layout),
      ...lane.spans.map((span) => taskBar(span, { paint: paintOf(span.component), layout, y })),
      ...lane.events.map((mark) => tickShape(mark, layout.x(mark.atMs), y + 16)),
      ...lane.effects.map((mark) => effectShape(mark, layout.x(mark.atMs), y + 3.5)),
      ...lane.checkpoints.map((mark) => checkpointShape(mark, layout.x(mark.atMs), y + 11)),
      endMark(lane, y, layout),
    ];
  });
  return lanes.flat().join('\n');
}

function laneName(name: string, y: number): string {
  const text = label(shortened(name, 22), { x: 140, y, 'text-anchor': 'end', ...fill('text') });
  return element('g', {}, title(name), text);
}

function lifeBar(
  life: LifeBar,
  where: { readonly lane: ComponentLane; readonly layout: Layout; readonly y: number },
): string {
  const { lane, layout, y } = where;
  const x = layout.x(life.fromMs);
  const end = layout.x(life.toMs);
  const bar = { x, y: y + 3, width: Math.max(2, end - x), height: 10, rx: 2, ...fill(workerPaint(lane.worker)) };
  const dead = life.end === 'killed' || life.end === 'unplanned';
  const mark = dead ? [crossShape(end, y + 8, 5)] : [];
  return element('g', {}, title(life.text), element('rect', bar), ...mark);
}

function lifeLine(lane: WorkflowLane, y: number, layout: Layout): string {
  const x = layout.x(lane.fromMs);
  const width = Math.max(1, layout.x(lane.toMs) - x);
  const took = formatDuration(lane.toMs - lane.fromMs);
  const text = `${lane.workflowId}: ${lane.outcome} after ${took}, ${lane.events.length} events`;
  return element('g', {}, title(text), element('rect', { x, y: y + 10.5, width, height: 1.5, ...fill('life') }));
}

function taskBar(
  span: TaskSpan,
  where: { readonly paint: Paint; readonly layout: Layout; readonly y: number },
): string {
  const { paint, layout, y } = where;
  const x = layout.x(span.fromMs);
  const end = layout.x(span.toMs);
  const what = span.task === 'activity' ? (span.activityType ?? 'activity') : 'workflow task';
  const attempt = span.attempt === undefined ? '' : `, attempt ${span.attempt}`;
  const length = formatDuration(span.toMs - span.fromMs);
  const text = `${what} held by ${span.component} #${span.incarnation}${attempt}: ${length}, ${span.end}`;
  const shape = span.task === 'activity' ? { y: y + 8, height: 6 } : { y: y + 9.5, height: 3 };
  const box = {
    x,
    width: Math.max(1, end - x),
    ...shape,
    ...fill(paint),
    'fill-opacity': span.end === 'lost' ? '0.45' : '0.9',
  };
  const lost = span.end === 'lost' ? [crossShape(end, y + 11, 3)] : [];
  return element('g', {}, title(text), element('rect', box), ...lost);
}

function endMark(lane: WorkflowLane, y: number, layout: Layout): string {
  const paint: Paint = lane.asExpected ? 'good' : 'bad';
  const sign = lane.asExpected ? '✓' : '✗';
  const x = layout.x(lane.toMs);
  const line = element('path', { d: `M${x.toFixed(1)} ${y + 4}v14`, ...stroke(paint, 2) });
  const place = { x: layout.right + 8, y: y + 15, ...fill(paint) };
  return element('g', {}, title(`${lane.workflowId} ${lane.outcome}`), line, label(`${sign} ${lane.outcome}`, place));
}
