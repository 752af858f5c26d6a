/** A table of the system under test whose rows are read and judged. */
export interface SubjectTable {
  readonly table: string;
  /** The column that tells whose a row is: it holds the workflow's id, or the key that a job expects a row under. */
  readonly key: string;
  /** Columns that differ from run to run, such as times; they are not compared with a run without a fault. */
  readonly ignore?: readonly string[];
}

/** The books that a subject keeps beside the event history. */
export interface SubjectBooks {
  readonly checkpoints: boolean;
  readonly effects: boolean;
  /** Tables that are read at the end of a run, and that jobs may expect rows in. */
  readonly tables?: readonly SubjectTable[];
}
