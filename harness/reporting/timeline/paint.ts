/** Each colour twice, for a light and for a dark background; the hues are close to Okabe and Ito's. */
const colours = {
  background: ['#ffffff', '#11161d'],
  text: ['#1f2937', '#e5e7eb'],
  muted: ['#6b7280', '#9aa4b2'],
  grid: ['#e5e7eb', '#27303b'],
  stripe: ['#f8fafc', '#151b23'],
  phase: ['#e2e8f0', '#253041'],
  'phase-odd': ['#cbd5e1', '#334155'],
  fault: ['#d55e00', '#ff8a3d'],
  server: ['#94a3b8', '#64748b'],
  'worker-0': ['#0072b2', '#4db2ec'],
  'worker-1': ['#009e73', '#3ddbb0'],
  'worker-2': ['#b85c9a', '#e39ccb'],
  'worker-3': ['#a67c00', '#e6c34a'],
  life: ['#cbd5e1', '#3b4656'],
  event: ['#475569', '#a8b3c2'],
  trouble: ['#d55e00', '#ff8a3d'],
  checkpoint: ['#7c3aed', '#c4b5fd'],
  applied: ['#111827', '#f9fafb'],
  good: ['#047857', '#34d399'],
  bad: ['#c1121f', '#ff6b6b'],
} as const satisfies Record<string, readonly [light: string, dark: string]>;

/** A colour by its meaning. */
export type Paint = keyof typeof colours;

/** Attributes of an SVG element. */
export type Attributes = Readonly<Record<string, string | number>>;

/**
 * Fills an element: the light colour as a presentation attribute, and a class by which the style sheet overrides it.
 *
 * @remarks So a viewer that ignores style sheets still shows the light picture.
 */
export function fill(paint: Paint): Attributes {
  return { class: `f-${paint}`, fill: colours[paint][0] };
}

/** Strokes an element without filling it. */
export function stroke(paint: Paint, width = 1): Attributes {
  return { class: `s-${paint}`, stroke: colours[paint][0], 'stroke-width': width, fill: 'none' };
}

/** The paint of a worker, by its position among the workers. */
export function workerPaint(worker: number | null): Paint {
  const paints = ['worker-0', 'worker-1', 'worker-2', 'worker-3'] as const;
  return worker === null ? 'server' : (paints[worker % paints.length] ?? 'server');
}

/** The rules that turn the picture dark if the reader prefers that. */
export function darkRules(): string {
  const rules = Object.entries(colours).map(
    ([paint, [, dark]]) => `.f-${paint}{fill:${dark}}.s-${paint}{stroke:${dark}}`,
  );
  return `@media (prefers-color-scheme:dark){${rules.join('')}}`;
}
