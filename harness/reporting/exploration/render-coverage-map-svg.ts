import type { Exploration, ExploredCase } from '../../model/exploration.ts';
import { element, title } from '../timeline/svg.ts';
import { headlineNumbers } from './describe-exploration.ts';
import { coverageMapOf } from './map/coverage-map.ts';
import { drawCells } from './map/draw-cells.ts';
import { drawFrame, HEAD_HEIGHT, type MapHead } from './map/draw-frame.ts';
import { layoutOf, WIDTH } from './map/map-layout.ts';
import { anchorsOf } from './map-anchors.ts';
import { resultsByPoint } from './results-of-points.ts';

/**
 * The coverage map of one case: steps as rows, moments as columns, the state of each point as colour and sign.
 *
 * @param page - the page that cells lead to: empty if the picture is part of it
 * @remarks Pure. Free of scripts and external resources; always on white, so that it prints.
 */
export function renderCoverageMapSvg(exploration: Exploration, explored: ExploredCase, page: string): string {
  const known = resultsByPoint(exploration);
  const resultsOf = (id: string): Exploration['results'] => [...(known.get(id) ?? [])];
  const map = coverageMapOf({ explored, actions: exploration.actions, resultsOf });
  const layout = layoutOf(map, HEAD_HEIGHT);
  const head = headOf(exploration, explored);
  const anchors = anchorsOf(exploration);
  const linkOf = anchors.linkOf(page);
  const parts = [
    title(`${head.title} (${head.numbers})`),
    '<style>text{font-family:system-ui,-apple-system,"Segoe UI",sans-serif}a{cursor:pointer}</style>',
    drawFrame(head, layout),
    ...layout.steps.map((place) => drawCells(place, layout, linkOf)),
  ];
  const size = { viewBox: `0 0 ${WIDTH} ${layout.height}`, width: WIDTH, height: layout.height };
  const look = { xmlns: 'http://www.w3.org/2000/svg', ...size, 'font-family': 'sans-serif', role: 'img' };
  return `${element('svg', look, parts.join('\n'))}\n`;
}

function headOf({ workflow, sabotage, actions, results, interrupted }: Exploration, explored: ExploredCase): MapHead {
  const control = sabotage === null ? '' : ` (sabotaged on purpose: ${sabotage})`;
  return {
    title: `${workflow}, case “${explored.name}”: a crash at every moment${control}`,
    numbers: headlineNumbers({ cases: [explored], results, interrupted }).join(' · '),
    actions,
  };
}
