import type { Evidence } from '../../model/evidence.ts';
import { executionsOf } from '../../model/executions.ts';
import { partOf } from './own-evidence.ts';
import { renumbered } from './split-references.ts';

/**
 * The evidence of a run without the workflows that a schedule of the plan started late, and without what they left behind.
 *
 * @remarks Nothing is expected of them, so no check may take an effect or a row of theirs for one that nothing expects.
 */
export function withoutLate(evidence: Evidence): Evidence {
  const { plan, eventHistories, checkpoints, effects, tables, replays } = evidence;
  const workload = [...plan.workload, ...(plan.references ?? []).flatMap(({ runs }) => runs)];
  const histories = eventHistories.state === 'collected' ? eventHistories.rows : [];
  const late = executionsOf(histories, { workload, canaries: new Set() }).flatMap(({ history, origin }) =>
    origin.kind === 'late' ? [[history.workflowId, origin.root] as const] : [],
  );
  if (late.length === 0) return evidence;
  const [members, roots] = [new Map(late), new Set(late.map(([, root]) => root))];
  const isJobs = ({ workflowId }: { readonly workflowId: string }): boolean => !members.has(workflowId);
  const names = (value: unknown): boolean =>
    typeof value === 'string' && (members.has(value) || [...roots].some((root) => value.includes(root)));
  const isLine = ({ activity, subject }: { readonly activity: { workflowId: string } | null; subject: object }) =>
    names(activity?.workflowId) || Object.values(subject).some((value) => names(value));
  return {
    ...evidence,
    eventHistories: partOf(eventHistories, isJobs),
    checkpoints: partOf(checkpoints, isJobs),
    effects: renumbered(
      partOf(effects, (line) => !isLine(line)),
      partOf(effects, isLine),
    ),
    tables: partOf(tables, ({ key }) => !names(key)),
    replays: partOf(replays, isJobs),
  };
}
