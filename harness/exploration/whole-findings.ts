import type { Finding } from '../model/check.ts';
import { entriesOf } from '../model/journal.ts';
import type { PointRunner } from './point-runner.ts';
import type { ReferenceCase } from './points/references.ts';
import type { ExplorationContext } from './steer/exploration-context.ts';

/** What speaks against an exploration as a whole rather than against one of its points. */
export function wholeFindings(
  { journal }: Pick<ExplorationContext, 'journal'>,
  known: readonly ReferenceCase[],
  explorer: PointRunner,
): readonly Finding[] {
  const gaps = known.flatMap((one) => one.gaps.map((gap) => denominatorDoubt(one.name, gap)));
  const notes = entriesOf(journal.entries(), 'note').map(({ message }) => message);
  return [
    ...gaps,
    ...unreadCalls(notes.filter((message) => message.includes('relayed unread'))),
    ...elsewhere(explorer),
  ];
}

function denominatorDoubt(name: string, gap: string): Finding {
  const summary = `The points of case ${name} and its event history disagree. ${gap}`;
  return { check: 'points-match-history', verdict: 'unknown', summary, exhibits: [] };
}

/** What the relays could not decode nobody has judged. */
function unreadCalls(messages: readonly string[]): readonly Finding[] {
  const [first] = messages;
  if (first === undefined) return [];
  return [{ check: 'calls-read', verdict: 'unknown', summary: first, exhibits: [...messages] }];
}

/** Harm that was done to workflows that never stood at their points is harm all the same. */
function elsewhere({ elsewhere: made }: PointRunner): readonly Finding[] {
  const [first] = made;
  if (first === undefined) return [];
  const why = first.result.findings.find(({ verdict }) => verdict === 'invalid')?.summary ?? '';
  const summary = `${made.length} workflows were struck before they came to their points, and harmed: ${why}`;
  const exhibits = made.map(({ result: { point, action, evidence } }) => ({ point, action, evidence }));
  return [{ check: 'struck-elsewhere', verdict: 'invalid', summary, exhibits }];
}
