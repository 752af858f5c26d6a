import { canonicalJson, digestOf, type Json } from '../../model/json.ts';

/** The execution on whose behalf a request is made. */
export interface OwnExecution {
  readonly workflowId: string;
  readonly runId: string | undefined;
}

/**
 * A digest of a request's body that is the same for every execution which sends the same: its own ids are replaced, and
 * the fields of JSON are put in order.
 */
export function bodyDigestOf(body: string, { workflowId, runId }: OwnExecution): string {
  const ids = [workflowId, runId ?? ''].filter((id) => id !== '');
  const text = ids.reduce((left, id) => left.replaceAll(id, '<own>'), body);
  return digestOf(orderedJson(text) ?? text);
}

/** Undefined if the text is no JSON. */
function orderedJson(text: string): string | undefined {
  try {
    return canonicalJson(JSON.parse(text) as Json);
  } catch {
    return undefined;
  }
}
