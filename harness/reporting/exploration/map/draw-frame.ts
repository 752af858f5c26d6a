import { wordsOfAction } from '../../../actions/index.ts';
import { element, label, title } from '../../timeline/svg.ts';
import type { ShownState } from '../results-of-points.ts';
import { drawStrip } from './draw-cells.ts';
import { MARGIN, type MapLayout, ROW, WIDTH } from './map-layout.ts';
import { bold, exchangeHead, ink } from './map-looks.ts';

/** The two lines above the picture. */
export interface MapHead {
  readonly title: string;
  readonly numbers: string;
  readonly actions: readonly string[];
}

/** Height of everything above the column heads, in pixels. */
export const HEAD_HEIGHT = 164;

const howToRead = [
  'Every cell is one moment at which the workflow was struck, in a separate run; then it was checked that its work had been done exactly once.',
  'request: the worker had sent it, and the other side had not received it yet. reply: the other side had done it, and the worker had not heard so yet.',
] as const;

/** Title, how to read it, legend, column heads, and a band for each step. */
export function drawFrame(head: MapHead, layout: MapLayout): string {
  const lines = howToRead.map((text, index) =>
    label(text, { x: MARGIN, y: 72 + index * 16, 'font-size': 12, fill: ink.muted }),
  );
  return [
    element('rect', { width: WIDTH, height: layout.height, fill: ink.back }),
    label(head.title, { x: MARGIN, y: 28, 'font-size': 18, ...bold(ink.text) }),
    label(head.numbers, { x: MARGIN, y: 48, 'font-size': 13, fill: ink.text }),
    ...lines,
    legend(head.actions),
    ...columnHeads(layout),
    ...bands(layout),
  ].join('\n');
}

function columnHeads({ groups, headY, cellWidth }: MapLayout): readonly string[] {
  return groups.flatMap(({ exchange, x, width, sides }) => {
    const first = sides[0]?.x ?? x;
    const middle = (first + x + width) / 2;
    const head = { x: middle, y: headY + 14, 'text-anchor': 'middle', 'font-size': 12.5, ...bold(ink.text) };
    const under = sides.map((side) => {
      const text = { x: side.x + cellWidth / 2, y: headY + 31, 'text-anchor': 'middle', 'font-size': 11 };
      return label(side.side, { ...text, fill: ink.muted });
    });
    const line = element('path', { d: `M${first + 2} ${headY + 19}H${x + width - 2}`, stroke: ink.line });
    return [label(exchangeHead(exchange), head), line, ...under];
  });
}

function bands({ steps }: MapLayout): readonly string[] {
  return steps.map(({ step, y, name }, index) => {
    const box = { x: MARGIN - 6, y: y - 2, width: WIDTH - 2 * MARGIN + 12, height: step.rows * ROW + 4 };
    const back = element('rect', { ...box, fill: index % 2 === 0 ? ink.stripe : ink.back });
    const look = step.isActivity ? bold(ink.text) : { fill: ink.muted };
    return back + element('g', {}, title(step.step), label(name, { x: MARGIN, y: y + 15, 'font-size': 12, ...look }));
  });
}

interface LegendItem {
  readonly text: string;
  readonly width: number;
  readonly state: ShownState;
  readonly letters: string;
}

function legend(actions: readonly string[]): string {
  const y = 100;
  let x = MARGIN;
  const drawn = legendItems.map(({ text, width, state, letters }) => {
    const name = { x: x + width + 6, y: y + 14, 'font-size': 11.5, fill: ink.text };
    const markup = drawStrip(state, letters, { x, y, width }) + label(text, name);
    x += width + 22 + text.length * 6.4;
    return markup;
  });
  return [...drawn, ...parts(actions, y + 26)].join('\n');
}

const legendItems: readonly LegendItem[] = [
  { text: 'work done exactly once', width: 22, state: 'valid', letters: '' },
  { text: 'lost', width: 30, state: 'invalid', letters: 'L' },
  { text: 'done twice', width: 30, state: 'invalid', letters: 'D' },
  { text: 'stuck', width: 30, state: 'invalid', letters: 'S' },
  { text: 'otherwise wrong', width: 30, state: 'invalid', letters: '!' },
  { text: 'unproved', width: 22, state: 'unproved', letters: '' },
  { text: 'unreachable', width: 22, state: 'unreachable', letters: '' },
  { text: 'not run', width: 22, state: 'time-limit', letters: '' },
  { text: 'blank: no such moment', width: -6, state: 'valid', letters: '' },
];

/** Which part of a cell is which action, if there is more than one. */
function parts(actions: readonly string[], y: number): readonly string[] {
  // For more than two there is no room to say what each of them means.
  const texts = actions
    .map((action) => wordsOfAction(action))
    .map(({ noun, meaning }) => (actions.length > 2 ? noun : `${noun} (${meaning})`));
  const width = 22;
  const strips = actions.map((_, at) => drawStrip('valid', '', { x: MARGIN + at * width, y, width }));
  const x = MARGIN + actions.length * width + 6;
  const text =
    actions.length === 1 ? `each cell: ${texts.join('')}` : `each cell, from left to right: ${texts.join('; ')}`;
  return [...strips, label(text, { x, y: y + 14, 'font-size': 11.5, fill: ink.text })];
}
