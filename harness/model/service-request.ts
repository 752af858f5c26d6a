/** A request that a worker makes to a service, as the relay on that link sees it. */
export interface ServiceRequest {
  /** The name of the service: `supabase`, `outside` (the outside world), or one of `services`. */
  readonly link: string;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** In lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The activity that makes a request. */
export interface RequestAttribution {
  readonly workflowId: string;
  readonly activityId: string;
  /**
   * What is compared of its body with that of a run without a fault; null: nothing. Left out: all of it. Give it if a
   * part of the body may differ after a crash, such as an attempt.
   */
  readonly body?: string | null | undefined;
}
