import { element, label, title } from '../../../harness/reporting/timeline/svg.ts';

/** A value with its name. */
export interface Bar {
  readonly name: string;
  readonly value: number;
}

/** A picture of bars, one below the other. */
export interface Bars {
  readonly title: string;
  readonly unit: string;
  readonly bars: readonly Bar[];
  /** Bars grow with the logarithm: for values from milliseconds to seconds. */
  readonly logarithmic?: true;
}

/** A picture of lines over time. */
export interface Lines {
  readonly title: string;
  readonly unit: string;
  readonly lines: readonly {
    readonly name: string;
    readonly points: readonly { readonly x: number; readonly y: number }[];
  }[];
}

const WIDTH = 760;
const LEFT = 300;
const TOP = 40;
const ROW = 20;
const HEIGHT = 260;
const colours = ['#2563eb', '#d97706', '#047857', '#7c3aed'];
const text = { 'font-family': 'system-ui, sans-serif', 'font-size': 12, fill: '#1f2937' };

/** Draws bars as an SVG file. */
export function drawBars({ title: heading, unit, bars, logarithmic }: Bars): string {
  const size = (value: number): number => (logarithmic === true ? Math.log10(1 + value) : value);
  const most = Math.max(...bars.map(({ value }) => size(value)), 1e-9);
  const rows = bars.flatMap(({ name, value }, index) => {
    const y = TOP + index * ROW;
    const width = Math.max(1, (size(value) / most) * (WIDTH - LEFT - 90));
    const shown = `${value.toFixed(value < 100 ? 1 : 0)} ${unit}`;
    const bar = element(
      'rect',
      { x: LEFT, y: y + 3, width, height: ROW - 6, fill: colourOf(name) },
      title(`${name}: ${shown}`),
    );
    return [
      label(name, { x: LEFT - 8, y: y + 14, 'text-anchor': 'end', ...text }),
      bar,
      label(shown, { x: LEFT + width + 6, y: y + 14, ...text }),
    ];
  });
  const note = logarithmic === true ? ' (logarithmic)' : '';
  return page(`${heading}${note}`, TOP + bars.length * ROW + 12, rows);
}

/** Draws lines over minutes as an SVG file. */
export function drawLines({ title: heading, unit, lines }: Lines): string {
  const all = lines.flatMap(({ points }) => points);
  const [maxX, maxY] = [Math.max(...all.map(({ x }) => x), 1e-9), Math.max(...all.map(({ y }) => y), 1e-9)];
  const [x0, y0] = [60, TOP + HEIGHT];
  const place = ({ x, y }: { x: number; y: number }): string =>
    `${(x0 + (x / maxX) * (WIDTH - x0 - 20)).toFixed(1)},${(y0 - (y / maxY) * HEIGHT).toFixed(1)}`;
  const drawn = lines.flatMap(({ name, points }, index) => {
    const colour = colours[index % colours.length] ?? '#000';
    const line = element('polyline', {
      points: points.map(place).join(' '),
      fill: 'none',
      stroke: colour,
      'stroke-width': 1.5,
    });
    return [line, label(name, { ...text, x: x0 + 8 + index * 160, y: TOP + 4, fill: colour })];
  });
  const axes = element('path', { d: `M${x0} ${TOP}V${y0}H${WIDTH - 20}`, fill: 'none', stroke: '#6b7280' });
  return page(heading, y0 + 34, [
    axes,
    label(`${maxY.toFixed(0)} ${unit}`, { x: x0 - 6, y: TOP + 4, 'text-anchor': 'end', ...text }),
    label('0', { x: x0 - 6, y: y0, 'text-anchor': 'end', ...text }),
    label(`${maxX.toFixed(1)} minutes`, { x: WIDTH - 20, y: y0 + 18, 'text-anchor': 'end', ...text }),
    ...drawn,
  ]);
}

/** A stack keeps its colour: the names of bars begin with it. */
function colourOf(name: string): string {
  return colours[name.startsWith('docker') ? 1 : 0] ?? '#000';
}

function page(heading: string, height: number, parts: readonly string[]): string {
  const box = { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${WIDTH} ${height}`, width: WIDTH, height };
  const back = element('rect', { width: WIDTH, height, fill: '#ffffff' });
  const head = label(heading, { ...text, x: 12, y: 22, 'font-size': 14, 'font-weight': 600 });
  return `${element('svg', box, back, head, ...parts)}\n`;
}
