import { WORK_DONE } from '../checks/comparison/outcome.ts';
import type { PointResult } from '../model/exploration.ts';
import { type ViolationName, violationsIn } from '../model/violation.ts';
import { isOnlyLate } from './judge/judge-point.ts';
import type { StruckFacts } from './strike/point-task.ts';

type Struck = Pick<StruckFacts, 'ended' | 'crowd'>;

/** Whether a workflow only came on later than its bound, among others: the bound of one workflow says nothing of many. */
export function isLateAmongOthers({ ended, crowd }: Struck, { findings }: Pick<PointResult, 'findings'>): boolean {
  return crowd > 1 && ended && isOnlyLate(findings);
}

/** Whether a workflow had not ended when its limit came, among others: it may be stuck or only slow. */
export function isOpenAmongOthers({ ended, crowd }: Struck): boolean {
  return crowd > 1 && !ended;
}

/** What no later event of a workflow can undo. */
const lasting: readonly ViolationName[] = ['doubled', 'repeated', 'conflict', 'other-payload'];

/** Whether harm was done already. A comparison proves none: the nearest reference of an unfinished workflow has less work. */
function isHarmed({ findings }: Pick<PointResult, 'findings'>): boolean {
  const bad = findings.filter(({ check, verdict }) => verdict === 'invalid' && check !== WORK_DONE);
  return bad.some(({ exhibits }) => violationsIn(exhibits).some(({ violation }) => lasting.includes(violation)));
}

/** The result of a workflow that was late among others and was not struck again. */
export function lateResult(result: PointResult): PointResult {
  const sentence = 'Its work came on later than its bound, but among others, of which the bound says nothing.';
  return { ...result, state: 'unproved', harms: [], sentence: `${sentence} It was not struck again among fewer.` };
}

/** The result of a workflow that had not ended among others when the exploration broke off. */
function openResult(result: PointResult): PointResult {
  const sentence = 'It had not ended when the exploration broke off. Among others it may be stuck or only slow.';
  return { ...result, state: 'unproved', harms: [], sentence };
}

/**
 * The judgement of a strike among others as the exploration made it, when its evidence is judged again.
 *
 * @param brokeOff - whether the exploration ended before it had struck all points
 */
export function amongOthers(one: Struck, result: PointResult, brokeOff: boolean): PointResult {
  if (result.state !== 'invalid') return result;
  if (isLateAmongOthers(one, result)) return lateResult(result);
  return brokeOff && isOpenAmongOthers(one) && !isHarmed(result) ? openResult(result) : result;
}
