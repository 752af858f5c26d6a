/** A program that serves metrics at `/metrics`, as Prometheus reaches it. */
export interface ScrapeTarget {
  /** The kind of program, which the expressions of dashboards and alerts select by. */
  readonly job: 'harness' | 'temporal' | 'worker' | 'api' | 'toxiproxy';
  /** The name of the component; the label `instance` of its metrics. */
  readonly component: string;
  /** `host:port`. */
  readonly address: string;
  /** `https`: by TLS; left out: without. */
  readonly scheme?: 'http' | 'https';
}
