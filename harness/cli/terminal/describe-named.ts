import type {
  Catalogue,
  ListedCheck,
  ListedFault,
  ListedScenario,
  ListedWorkflow,
} from '../../app/catalogue/catalogue.ts';
import { asTyped } from '../../model/as-typed.ts';
import { formatDuration } from '../../model/duration.ts';
import { describeMoment } from '../../model/moment.ts';
import { describeParameter, type Parameter } from '../../model/parameters.ts';
import type { PlannedFault } from '../../model/plan.ts';
import type { StackName } from '../../model/stacks.ts';
import type { DocsAt } from '../../reporting/text/explain-finding.ts';

type Facts = readonly (readonly [name: string, values: readonly string[]])[];

/** A scenario in full: claim, bound, faults with their witnesses, checks and control. */
export function describeScenario(scenario: ListedScenario, { faults }: Pick<Catalogue, 'faults'>): readonly string[] {
  const { name, hypothesis, subject, stacks, params, control, plan, notPlanned, last } = scenario;
  const witnessed = faults.filter((fault) => scenario.faults.includes(fault.name));
  return described(`scenario ${name}: ${hypothesis}`, [
    ['subject', [subject]],
    ['kind', [scenario.kind]],
    ['runs on', [stacksOf(stacks)]],
    ['parameters', paramsOf(params)],
    ['not planned', notPlanned === null ? [] : [notPlanned]],
    ['with seed 1', plan === null ? [] : strikesOf(plan.schedule)],
    ['bound', plan === null ? [] : [boundOf(plan.recoverWithinMs)]],
    ['witnesses', witnessed.flatMap(witnessesOf)],
    ['checks', plan === null ? [] : [plan.checks.join(', ')]],
    ['control', [`${control.check} must find the sabotage ${control.sabotage}`]],
    ['last run', [last === null ? 'none' : `${last.verdict ?? 'no report'}, seed ${last.seed}, ${last.folder}`]],
    ['run it', [asTyped(`npm run scenario ${name}`)]],
  ]);
}

/** A fault in full: parameters with units and limits, target, proof. */
export function describeFault(fault: ListedFault): readonly string[] {
  const { name, summary, strikes, victim, params, needs, stacks } = fault;
  const isKind = victim === 'worker' || victim === 'service' || victim === 'any';
  const whom = isKind ? (victim === 'any' ? 'any component' : `a ${victim}`) : victim;
  return described(`fault ${name}: ${summary}`, [
    ['strikes', [strikes === 'link' ? `a link of ${whom}` : whom]],
    ['parameters', paramsOf(params)],
    ['needs', [needs.join(', ') || 'nothing']],
    ['runs on', [stacksOf(stacks)]],
    ['witnesses', witnessesOf(fault)],
    ['inject it', [asTyped(`npm run inject -- ${name} --on <target> --for 10s`)]],
  ]);
}

/** A check in full: its claim, its evidence, its documents. */
export function describeCheck(check: ListedCheck, docsAt: DocsAt): readonly string[] {
  const { name, invariant, books, onRequest, judgesPoints, docs } = check;
  return described(`check ${name}: ${invariant}`, [
    ['reads', [['the journal', ...books].join(', ')]],
    ['judges', [`${onRequest ? 'runs whose plan names it' : 'runs'}${judgesPoints ? ', and crash points' : ''}`]],
    ['documents', [docs === null ? 'none' : docsAt(docs)]],
  ]);
}

/** A workflow to explore in full. */
export function describeWorkflow({ name, subject, cases }: ListedWorkflow): readonly string[] {
  return described(`workflow ${name}, to explore`, [
    ['subject', [subject]],
    ['cases', [cases.join(', ')]],
    ['explore it', [asTyped(`npm run explore ${name}`)]],
  ]);
}

function described(head: string, facts: Facts): readonly string[] {
  const shown = facts.filter(([, values]) => values.length > 0);
  const width = Math.max(...shown.map(([name]) => name.length));
  return [
    head,
    ...shown.flatMap(([name, values]) =>
      values.map((value, at) => `  ${(at === 0 ? name : '').padEnd(width)}  ${value}`),
    ),
  ];
}

function paramsOf(params: readonly Parameter[]): readonly string[] {
  return params.length === 0 ? ['none'] : params.map((one) => describeParameter(one));
}

function stacksOf(stacks: readonly StackName[]): string {
  return stacks.length === 0 ? 'no stack has all that it needs' : stacks.join(' and ');
}

function boundOf(recoverWithinMs: number | undefined): string {
  const own = "the system's own timeouts and retries";
  return recoverWithinMs === undefined ? own : `${formatDuration(recoverWithinMs)}, or less if ${own} allow less`;
}

function strikesOf(schedule: readonly PlannedFault[]): readonly string[] {
  if (schedule.length === 0) return ['no fault: its clients alone try the system'];
  return schedule.map(({ fault, after, at, target, healAfterMs }) => {
    const whom = target.role === 'holder' ? 'the worker that holds the task' : target.name;
    const on = target.link === undefined ? whom : `${target.link} of ${whom}`;
    const once = after === undefined ? '' : `, once ${after} is healed`;
    return `${fault} on ${on} at ${describeMoment(at)}${once}; heals after ${formatDuration(healAfterMs)}`;
  });
}

function witnessesOf({ name, proof }: Pick<ListedFault, 'name' | 'proof'>): readonly string[] {
  if (proof === null) return [`${name} does not say what proves it`];
  return [`cause of ${name}: ${proof.cause}`, `effect of ${name}: ${proof.effect}`];
}
