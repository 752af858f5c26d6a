import type { Finding } from '../model/check.ts';
import { describeViolation } from '../model/describe-violation.ts';
import { canonicalJson } from '../model/json.ts';
import type { ToldViolation } from '../model/violation.ts';
import type { ExplorationBooks } from './judge/books.ts';
import type { ExplorationContext } from './steer/exploration-context.ts';

/**
 * Rows of the books that belong to no workflow of the exploration, as findings.
 *
 * @remarks Each point is judged by its own workflow's part of the books. A row outside all parts would escape every
 * judgement: an effect that names neither its workflow nor its subject may well have been done twice.
 */
export function strayRows(
  { effects, checkpoints, families }: Pick<ExplorationBooks, 'effects' | 'checkpoints' | 'families'>,
  { runId, keeps }: Pick<ExplorationContext, 'runId' | 'keeps'>,
): readonly Finding[] {
  const isOurs = (text: unknown): boolean =>
    typeof text === 'string' && (text.startsWith(runId) || families?.knows(text) === true);
  const lines = effects.state === 'collected' ? effects.rows.filter(({ outcome }) => outcome === 'applied') : [];
  const rows = checkpoints.state === 'collected' ? checkpoints.rows : [];
  const strayLines = lines.filter(
    ({ activity, subject }) => !isOurs(activity?.workflowId) && !Object.values(subject).some((value) => isOurs(value)),
  );
  const strayCheckpoints = rows.filter(({ workflowId }) => !isOurs(workflowId));
  return [
    ...(keeps.effects && effects.state === 'unavailable' ? [unread('effects', effects.reason)] : []),
    ...(keeps.checkpoints && checkpoints.state === 'unavailable' ? [unread('checkpoints', checkpoints.reason)] : []),
    ...strays(
      'applied effects',
      strayLines.map(({ sequence, kind, subject, activity }) => {
        const workflowId = activity?.workflowId ?? null;
        const detail = `${kind} ${canonicalJson(subject)} (line ${sequence}) was applied for no explored workflow.`;
        return { ...stray, workflowId, detail, sequence, kind, subject };
      }),
    ),
    ...strays(
      'checkpoints',
      strayCheckpoints.map(({ sequence, workflowId, stage }) => {
        const detail = `The checkpoint ${stage} (row ${sequence}) is of no explored workflow.`;
        return { ...stray, workflowId, detail, sequence, stage };
      }),
    ),
  ];
}

const stray = { violation: 'unexpected', expected: 'an explored workflow', actual: 'another one' } as const;

function strays(what: string, exhibits: readonly ToldViolation[]): readonly Finding[] {
  const [first] = exhibits;
  if (first === undefined) return [];
  const count = `${exhibits.length} ${what} belong to no explored workflow, so that no point answers for them`;
  const summary = `${count}; first ${describeViolation(first)}`;
  return [{ check: 'rows-belong-to-workflows', verdict: 'invalid', summary, exhibits: [...exhibits] }];
}

function unread(book: string, reason: string): Finding {
  const summary = `The ${book} could not be read at the end (${reason}).`;
  return { check: 'rows-belong-to-workflows', verdict: 'unknown', summary, exhibits: [] };
}
