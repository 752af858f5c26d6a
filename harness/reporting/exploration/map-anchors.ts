import type { Exploration, PointResult } from '../../model/exploration.ts';
import { failingByHarm } from './failing-by-harm.ts';
import type { LinkOf } from './map/draw-cells.ts';
import { failingResults, gravestState } from './results-of-points.ts';

/** The places of the page that cells of the maps lead to. */
export interface Anchors {
  /** The id of a failing result's section; undefined if it has none. */
  of(result: PointResult): string | undefined;
  /** The target of a cell: the failure there, or the list of points that were not explored for that reason. */
  linkOf(page: string): LinkOf;
}

/** The id of the section that counts the failing results without a section. */
export const MORE_FAILING = 'failing-more';

/** Numbers the failing results, so that an id needs no characters that some readers reject. */
export function anchorsOf(exploration: Pick<Exploration, 'cases' | 'results'>): Anchors {
  const failing = failingResults(exploration).map(({ result }) => result);
  const shown = new Set(failingByHarm(failingResults(exploration)).shown.map(({ result }) => result));
  const ids = new Map(
    failing.map((result, index) => [keyOf(result), shown.has(result) ? `failing-${index + 1}` : MORE_FAILING]),
  );
  const of = (result: PointResult): string | undefined => ids.get(keyOf(result));
  const linkOf =
    (page: string): LinkOf =>
    (_cell, strip) => {
      const state = gravestState(strip?.results ?? []);
      if (state === 'valid') return null;
      if (state !== 'invalid') return `${page}#open-${state}`;
      const first = strip?.results.find((result) => result.state === 'invalid');
      const id = first === undefined ? undefined : of(first);
      return id === undefined ? null : `${page}#${id}`;
    };
  return { of, linkOf };
}

function keyOf({ point, action, second }: PointResult): string {
  return JSON.stringify([point, action, second]);
}
