/** One line or set of lines of a panel. */
export interface Query {
  readonly expr: string;
  /** The name of each line, by Grafana's placeholders. */
  readonly legend: string;
}

/** A graph over time. */
export interface PanelSpec {
  readonly title: string;
  /** What it shows and why one looks at it, in a sentence or two. */
  readonly description: string;
  /** Grafana's name of the unit: `s`, `ms`, `reqps`, `short`. */
  readonly unit: string;
  readonly queries: readonly Query[];
  /** Bands of states instead of lines. */
  readonly bands?: true;
}

/** A dashboard: rows of panels. */
export interface DashboardSpec {
  /** Its address in Grafana, and the name of its file. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly rows: Readonly<Record<string, readonly PanelSpec[]>>;
}
