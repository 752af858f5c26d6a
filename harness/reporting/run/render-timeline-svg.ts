import type { Evidence } from '../../model/evidence.ts';
import type { Report } from '../../model/report.ts';
import { drawFrame } from '../timeline/draw-frame.ts';
import { drawComponents, drawWorkflows } from '../timeline/draw-lanes.ts';
import { drawLegend } from '../timeline/draw-legend.ts';
import { layoutOf } from '../timeline/layout.ts';
import { darkRules } from '../timeline/paint.ts';
import { element, title } from '../timeline/svg.ts';
import { timelineOf } from '../timeline/timeline.ts';

/**
 * A run as one picture: phases, faults, components and workflows on one time axis.
 *
 * @remarks Pure. Free of scripts and external resources; it follows the reader's colour scheme.
 */
export function renderTimelineSvg(evidence: Evidence, report?: Report): string {
  const timeline = timelineOf(evidence, report);
  const layout = layoutOf(timeline);
  const { width, height } = layout;
  const parts = [
    title(`${timeline.title} (${timeline.subtitle})`),
    `<style>text{font-family:system-ui,-apple-system,"Segoe UI",sans-serif}${darkRules()}</style>`,
    drawFrame(timeline, layout),
    drawLegend(timeline),
    drawComponents(timeline, layout),
    drawWorkflows(timeline, layout),
  ];
  const look = { 'font-family': 'sans-serif', 'font-size': 11, role: 'img' };
  const frame = { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${width} ${height}`, width, height, ...look };
  return `${element('svg', frame, parts.join('\n'))}\n`;
}
