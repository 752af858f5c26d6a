/** What the doctor says of one part. */
export interface Diagnosis {
  readonly part: string;
  readonly healthy: boolean;
  /** It is not there, and only the Docker stack needs it. */
  readonly absent?: true;
  /** Where it was found; null where it was not. */
  readonly where: string | null;
  readonly version: string | null;
  /** What there is to know beyond that; empty where there is nothing. */
  readonly note: string;
  /** What to do, as a sentence; null where there is nothing to do. */
  readonly advice: string | null;
}
