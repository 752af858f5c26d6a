import type { WorkflowStartOptions } from '@temporalio/client';
import { defineSearchAttributeKey, type SearchAttributePair } from '@temporalio/common';
import type { WorkflowOptions } from '../model/workflow-options.ts';

type Started = Pick<
  WorkflowStartOptions,
  | 'workflowExecutionTimeout'
  | 'workflowRunTimeout'
  | 'workflowTaskTimeout'
  | 'startDelay'
  | 'retry'
  | 'cronSchedule'
  | 'memo'
  | 'typedSearchAttributes'
>;

const keyTypes = {
  Text: 'TEXT',
  Keyword: 'KEYWORD',
  Int: 'INT',
  Double: 'DOUBLE',
  Bool: 'BOOL',
  Datetime: 'DATETIME',
  KeywordList: 'KEYWORD_LIST',
} as const;

/** A lost workflow task is noticed after 2 s, unless the plan has another timeout. */
const TASK_TIMEOUT_MS = 2000;

/** The options of a plan as the client of the SDK takes them. */
export function startOptions(options: WorkflowOptions = {}): Started {
  const { executionTimeoutMs, runTimeoutMs, startDelayMs, retry, cronSchedule, memo, searchAttributes } = options;
  return {
    workflowTaskTimeout: options.taskTimeoutMs ?? TASK_TIMEOUT_MS,
    ...(executionTimeoutMs === undefined ? {} : { workflowExecutionTimeout: executionTimeoutMs }),
    ...(runTimeoutMs === undefined ? {} : { workflowRunTimeout: runTimeoutMs }),
    ...(startDelayMs === undefined ? {} : { startDelay: startDelayMs }),
    ...(retry === undefined ? {} : { retry: retryOf(retry) }),
    ...(cronSchedule === undefined ? {} : { cronSchedule }),
    ...(memo === undefined ? {} : { memo }),
    ...(searchAttributes === undefined ? {} : { typedSearchAttributes: pairsOf(searchAttributes) }),
  };
}

function retryOf(retry: NonNullable<WorkflowOptions['retry']>): NonNullable<Started['retry']> {
  const { initialIntervalMs, maximumIntervalMs, backoffCoefficient, maximumAttempts, nonRetryableErrorTypes } = retry;
  return {
    ...(initialIntervalMs === undefined ? {} : { initialInterval: initialIntervalMs }),
    ...(maximumIntervalMs === undefined ? {} : { maximumInterval: maximumIntervalMs }),
    ...(backoffCoefficient === undefined ? {} : { backoffCoefficient }),
    ...(maximumAttempts === undefined ? {} : { maximumAttempts }),
    ...(nonRetryableErrorTypes === undefined ? {} : { nonRetryableErrorTypes }),
  };
}

function pairsOf(attributes: NonNullable<WorkflowOptions['searchAttributes']>): SearchAttributePair[] {
  return Object.entries(attributes).map(([name, { type, value }]) => {
    // The server refuses a value that is not of the type.
    const given = type === 'Datetime' ? new Date(String(value)) : value;
    return { key: defineSearchAttributeKey(name, keyTypes[type]), value: given } as SearchAttributePair;
  });
}
