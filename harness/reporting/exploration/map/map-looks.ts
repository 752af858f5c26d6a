import { asksService, type Exchange } from '../../../model/crash-point.ts';
import type { Harm } from '../../../model/violation.ts';
import type { Attributes } from '../../timeline/paint.ts';
import { element, label } from '../../timeline/svg.ts';
import type { ShownState } from '../results-of-points.ts';

/** The look of a state: its sign differs too, so the map is readable without colours. */
export interface Look {
  readonly fill: string;
  readonly ink: string;
  readonly edge: string;
  readonly sign: 'check' | 'cross' | 'question' | 'empty' | 'dash';
}

/** Colours of the map, on white; hues that people with any colour vision tell apart. */
export const ink = { text: '#1f2937', muted: '#5b6472', line: '#d5dae1', stripe: '#f6f8fa', back: '#ffffff' } as const;

const notRun: Look = { fill: '#ffffff', ink: '#6b7280', edge: '#9aa4b2', sign: 'dash' };

/** The look of each state. */
export const looks: Readonly<Record<ShownState, Look>> = {
  valid: { fill: '#d3ece4', ink: '#00664b', edge: '#9fd3c2', sign: 'check' },
  invalid: { fill: '#c2410c', ink: '#ffffff', edge: '#7c2d12', sign: 'cross' },
  unproved: { fill: '#f5e663', ink: '#3d3900', edge: '#b8a800', sign: 'question' },
  unreachable: { fill: '#d6c6e6', ink: '#43275e', edge: '#9b80b8', sign: 'empty' },
  'time-limit': notRun,
  interrupted: notRun,
  'no-result': notRun,
};

/** The letter of a harm, which stands beside the cross. */
export const harmLetters: Readonly<Record<Harm, string>> = { lost: 'L', doubled: 'D', stuck: 'S', other: '!' };

const heads = new Map<Exchange, string>([
  ['handed-out', 'task received'],
  ['supabase', 'Supabase call'],
]);

/** The head of a column, in words for readers who have not read the code. */
export function exchangeHead(exchange: Exchange): string {
  return heads.get(exchange) ?? (asksService(exchange) ? `${exchange} call` : exchange);
}

/** A sign, drawn rather than written, since not every font has it. */
export function drawSign({ sign, ink }: Look, x: number, y: number): string {
  const line: Attributes = { stroke: ink, 'stroke-width': 2, fill: 'none', 'stroke-linecap': 'round' };
  const at = `M${x.toFixed(1)} ${y.toFixed(1)}`;
  switch (sign) {
    case 'check':
      return element('path', { d: `${at}m-4 0.5l3 3l5 -7`, ...line });
    case 'cross':
      return element('path', { d: `${at}m-3.5 -3.5l7 7m0 -7l-7 7`, ...line });
    case 'dash':
      return element('path', { d: `${at}m-4 0h8`, ...line });
    case 'empty':
      return element('circle', { cx: x, cy: y, r: 4, ...line }) + element('path', { d: `${at}m-4.5 5l9 -10`, ...line });
    case 'question':
      return label('?', { x, y: y + 4.5, ...bold(ink), 'font-size': 13, 'text-anchor': 'middle' });
    default:
      return sign satisfies never;
  }
}

/** Attributes of bold text. */
export function bold(fill: string): Attributes {
  return { fill, 'font-weight': 700 };
}
