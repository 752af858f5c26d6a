/** The types of search attributes that Temporal knows. */
export const searchAttributeTypes = ['Text', 'Keyword', 'Int', 'Double', 'Bool', 'Datetime', 'KeywordList'] as const;
/** One of {@link searchAttributeTypes}. */
export type SearchAttributeType = (typeof searchAttributeTypes)[number];

/** Temporal's IndexedValueType, by number: https://github.com/temporalio/api/blob/master/temporal/api/enums/v1/common.proto */
export const indexedTypes: Readonly<Record<SearchAttributeType, number>> = {
  Text: 1,
  Keyword: 2,
  Int: 3,
  Double: 4,
  Bool: 5,
  Datetime: 6,
  KeywordList: 7,
};

/**
 * What Temporal must have before any workflow runs. A run's own is given it; one that exists must have it.
 *
 * @example
 * const setup: TemporalSetup = {
 *   searchAttributes: { customer: 'Keyword' },
 *   nexusEndpoints: { billing: { taskQueue: 'billing' } },
 *   retentionDays: 3,
 * };
 */
export interface TemporalSetup {
  /** Custom search attributes of the namespace, by name. */
  readonly searchAttributes?: Readonly<Record<string, SearchAttributeType>>;
  /** Nexus endpoints by name, each with the task queue of the namespace that serves it. */
  readonly nexusEndpoints?: Readonly<Record<string, { readonly taskQueue: string }>>;
  /** How long the namespace keeps the event history of a workflow that has ended. */
  readonly retentionDays?: number;
}
