/** The doctor's result for one part. */
export interface Diagnosis {
  readonly part: string;
  readonly healthy: boolean;
  /** It is missing or stale, and only the Docker stack needs it. */
  readonly absent?: true;
  /** Where it was found; null if it was not. */
  readonly where: string | null;
  readonly version: string | null;
  /** Further facts; empty if there are none. */
  readonly note: string;
  /** What to do, as a sentence; null if there is nothing to do. */
  readonly advice: string | null;
}
