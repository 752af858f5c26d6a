import { wordsOfAction } from '../../../actions/index.ts';
import type { PointResult } from '../../../model/exploration.ts';
import { element, label, title } from '../../timeline/svg.ts';
import { reasonTexts } from '../describe-result.ts';
import { gravestState, type ShownState } from '../results-of-points.ts';
import type { MapCell, MapStrip } from './coverage-map.ts';
import { type MapLayout, ROW, type StepPlace } from './map-layout.ts';
import { bold, drawSign, harmLetters, ink, looks } from './map-looks.ts';

/** The target of a cell; null: none. */
export type LinkOf = (cell: MapCell, strip: MapStrip | null) => string | null;

const HEIGHT = ROW - 4;

/** All cells of a step, with the labels that distinguish several of one exchange. */
export function drawCells({ step, y }: StepPlace, layout: MapLayout, linkOf: LinkOf): string {
  const labelled = new Set<string>();
  const drawn = step.cells.flatMap((cell) => {
    const group = layout.groups.find(({ exchange }) => exchange === cell.exchange);
    const place = group?.sides.find(({ side }) => side === cell.side);
    if (group === undefined || place === undefined) return [];
    const top = y + cell.row * ROW + 2;
    const key = `${cell.exchange} ${cell.row}`;
    const isNew = cell.label !== '' && !labelled.has(key);
    labelled.add(key);
    const text = { x: group.labelRight, y: top + 13, 'text-anchor': 'end', 'font-size': 10.5, fill: ink.muted };
    const name = isNew ? [label(cell.label, text)] : [];
    return [...name, drawCell(cell, { x: place.x + 2, y: top, width: layout.cellWidth - 4 }, linkOf)];
  });
  return drawn.join('\n');
}

/** A box, in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

function drawCell(cell: MapCell, box: Box, linkOf: LinkOf): string {
  const { id } = cell.point;
  if (cell.strips.length === 0) {
    const text = `${id}\nnot explored: ${reasonTexts['no-result']}`;
    return linked(linkOf(cell, null), title(text) + drawStrip('no-result', '', box));
  }
  const width = box.width / cell.strips.length;
  const strips = cell.strips.map((strip, index) => {
    // Its place stays empty, so that the others stay at their places in every cell.
    if (strip.results.length === 0) return '';
    const state = gravestState(strip.results);
    const letters = new Set(strip.results.flatMap(({ harms }) => harms.map((harm) => harmLetters[harm])));
    const markup = drawStrip(state, [...letters].join(''), { ...box, x: box.x + index * width, width });
    return linked(linkOf(cell, strip), title(hoverText(id, strip)) + markup);
  });
  return strips.join('');
}

function linked(href: string | null, markup: string): string {
  return href === null ? element('g', {}, markup) : element('a', { href }, markup);
}

/** One part of a cell: its state as colour and as sign, beside it how work went wrong. */
export function drawStrip(state: ShownState, letters: string, { x, y, width }: Box): string {
  if (width <= 0) return '';
  const look = looks[state];
  const dashes = look.sign === 'dash' ? { 'stroke-dasharray': '3 2' } : {};
  const edge = { fill: look.fill, stroke: look.edge, 'stroke-width': 1, ...dashes };
  const box = element('rect', { x: x + 0.5, y: y + 0.5, width: Math.max(2, width - 1), height: HEIGHT - 1, ...edge });
  const middle = x + width / 2;
  const shown = width >= 12 + letters.length * 8 ? letters : '';
  const signX = shown === '' ? middle : middle - 1 - shown.length * 4;
  const text = { x: signX + 7, y: y + HEIGHT / 2 + 4, 'font-size': 11, ...bold(look.ink) };
  const sign = width < 9 ? '' : drawSign(look, signX, y + HEIGHT / 2);
  return box + sign + (shown === '' ? '' : label(shown, text));
}

/** At most so many results of one action are told on hover; the page tells them all. */
const MOST_TOLD = 6;

function hoverText(id: string, { action, results }: MapStrip): string {
  const told = results.filter(({ state }) => state !== 'valid' || results.length === 1);
  const lines = told.slice(0, MOST_TOLD).map(oneLine);
  const more = told.length > MOST_TOLD ? [`and ${told.length - MOST_TOLD} more`] : [];
  const valid = results.filter(({ state }) => state === 'valid').length;
  const rest = results.length > 1 ? [`${valid} of ${results.length} results are valid`] : [];
  return [`${id} · ${wordsOfAction(action).noun}`, ...lines, ...more, ...rest].join('\n');
}

function oneLine({ second, state, sentence }: PointResult): string {
  return `${second === null ? '' : `then at ${second}: `}${state}: ${sentence}`;
}
