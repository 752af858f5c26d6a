import { join } from 'node:path';
import { lookFor } from './look-for.ts';
import type { Look, ScenarioLook } from './mutant.ts';
import type { Place, Seen } from './place.ts';

/** The project without any mutant, at which each look is made once. */
export class Control {
  readonly #folder: string;
  readonly #signal: AbortSignal;
  readonly #known = new Map<string, Promise<Seen>>();

  constructor(folder: string, signal: AbortSignal) {
    this.#folder = folder;
    this.#signal = signal;
  }

  /** Looks at the intact project. Looks that differ only in their checks share one run. */
  look(look: Look): Promise<Seen> {
    const { checks: _checks, ...run } = { checks: [], ...look };
    const key = JSON.stringify(run);
    const seen = this.#known.get(key) ?? this.#decided(run);
    this.#known.set(key, seen);
    return seen;
  }

  /** Looks once more where nothing was decided: all mutants of the look hang on it. */
  async #decided(look: Look): Promise<Seen> {
    const place = this.place(this.#folder);
    const seen = await lookFor(look, place);
    return seen.outcome === 'unproved' || seen.outcome === 'failed' ? await lookFor(look, place) : seen;
  }

  /** A copy of the project, with the event histories of this one to replay. */
  place(folder: string): Place {
    const historiesOf = async (look: ScenarioLook): Promise<string> => {
      const { outcome, why } = await this.look(look);
      if (outcome === 'survived') return join(this.#folder, 'reports/runs', look.scenario);
      throw new Error(`The intact project is not valid in ${look.scenario}: ${why}`);
    };
    return { folder, historiesOf, signal: this.#signal };
  }
}
