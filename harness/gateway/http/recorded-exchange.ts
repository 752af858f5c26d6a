import { messageOf } from '../../errors.ts';
import type { Fate, Place, Side } from '../../model/crash-point.ts';
import { maskSecrets } from '../../model/mask-secrets.ts';
import type { GatewayServices } from '../recorded-call.ts';
import type { Holder } from '../task-registry.ts';
import type { Attribution, NamedActivity, RequestOwner } from './attribution.ts';
import { bodyDigestOf } from './body-digest.ts';
import { type ExchangeFacts, type ExchangeRules, exchangeFacts } from './exchange-facts.ts';
import type { ExchangeEnd, ExchangeObserver, SeenReply, WholeRequest } from './exchange-observer.ts';

/** The context that all exchanges of one listener share. */
export interface ExchangeServices extends Pick<GatewayServices, 'journal' | 'boundaries' | 'nextCall'> {
  /** The name of the service. */
  readonly link: string;
  /** Whether the service is beyond this machine. */
  readonly beyond: boolean;
  readonly attribution: Attribution;
  readonly rules: ExchangeRules;
}

/** One exchange as it is read along: attributed, held where the interceptor wants it, journalled when it has ended. */
export class RecordedExchange implements ExchangeObserver {
  readonly #owner: Holder;
  readonly #services: ExchangeServices;
  #call: number | undefined;
  #startedMs: number;
  #repliedMs: number | undefined;
  #method = '';
  #path = '';
  #whose: RequestOwner | undefined;
  #bodyDigest: string | undefined;
  #request: WholeRequest | undefined;
  #reply: SeenReply | null = null;
  /** How many activities the request may be of, if that is not one. */
  #candidates: number | undefined;

  constructor(owner: Holder, services: ExchangeServices) {
    this.#owner = owner;
    this.#services = services;
    this.#startedMs = services.journal.nowMs();
  }

  requested(request: WholeRequest): Promise<Fate> | undefined {
    this.#startedMs = this.#services.journal.nowMs();
    this.#call = this.#services.nextCall();
    this.#method = request.method;
    this.#path = maskSecrets(request.path.replace(/[?#].*$/s, ''), this.#services.rules.secrets);
    this.#request = request;
    this.#whose = this.#attributed(request);
    this.#bodyDigest = this.#digested();
    return this.#reached('request');
  }

  replied(reply: SeenReply): Promise<Fate> | undefined {
    this.#reply = reply;
    this.#repliedMs = this.#services.journal.nowMs();
    return this.#reached('reply');
  }

  ended({ outcome, ...end }: ExchangeEnd): void {
    if (this.#call === undefined) return; // It never came whole, so no service was asked.
    const { journal, boundaries, link } = this.#services;
    const dropped = boundaries.drop(this.#call);
    journal.write({
      kind: 'http',
      call: this.#call,
      ...this.#owner,
      link: `${link}@${this.#owner.component}`,
      method: this.#method,
      path: this.#path,
      startedMs: this.#startedMs,
      latencyMs: journal.nowMs() - this.#startedMs,
      outcome: dropped ? 'dropped' : outcome,
      ...end,
      ...(this.#repliedMs === undefined ? {} : { repliedMs: this.#repliedMs }),
      ...(this.#whose === undefined ? {} : ownerFields(this.#whose)),
      ...(this.#bodyDigest === undefined ? {} : { bodyDigest: this.#bodyDigest }),
      ...this.#facts(),
    });
    boundaries.ended(this.#call);
  }

  #facts(): { readonly exchange?: ExchangeFacts } {
    const { link, rules } = this.#services;
    if (link === 'supabase' || this.#request === undefined) return {};
    const { workflowId = '', runId } = this.#whose ?? {};
    const read = { service: link, request: this.#request, reply: this.#reply, owner: { workflowId, runId } };
    const candidates = this.#candidates === undefined ? {} : { candidates: this.#candidates };
    try {
      return { exchange: { ...exchangeFacts(read, rules), ...candidates } };
    } catch (error) {
      this.#unattributed(`effects() failed: ${messageOf(error)}`);
      return {};
    }
  }

  /** What reaches Supabase is told by its rows. */
  #digested(): string | undefined {
    const body = this.#services.link === 'supabase' ? '' : (this.#whose?.body ?? '');
    return body === '' || this.#whose === undefined ? undefined : bodyDigestOf(body, this.#whose);
  }

  #reached(side: Side): Promise<Fate> | undefined {
    if (this.#call === undefined || this.#whose === undefined) return undefined;
    const { journal, boundaries, link } = this.#services;
    if (!boundaries.isWatched) return undefined;
    const { workflowId, runId, activity, task, attempt, nth } = this.#whose;
    const place: Place = { ...task, exchange: link, side, attempt, nth };
    const whose = { ...this.#owner, workflowId, runId, activityType: activity?.activityType };
    const method = `${this.#method} ${this.#path}`;
    return boundaries.reached([{ call: this.#call, ...whose, method, place, atMs: journal.nowMs() }]);
  }

  /** A request that can't be attributed is still relayed: it is journalled, because its place is missing. */
  #attributed({ body, ...request }: WholeRequest): RequestOwner | undefined {
    const { link, attribution } = this.#services;
    try {
      const asked = { link, ...request, body: body.toString() };
      const [named, ...others] = attribution.namesOf(asked, this.#owner);
      if (named === undefined || others.length > 0) {
        this.#candidates = named === undefined ? 0 : 1 + others.length;
        return undefined;
      }
      const owner = attribution.ownerOf(named, asked, this.#owner);
      if (owner === undefined) this.#unattributed(`${this.#owner.component} does not hold that activity`, named);
      return owner;
    } catch (error) {
      this.#unattributed(messageOf(error));
      return undefined;
    }
  }

  #unattributed(error: string, named?: NamedActivity): void {
    const { link, journal } = this.#services;
    const asked = { link: `${link}@${this.#owner.component}`, method: this.#method, path: this.#path };
    const { workflowId, activityId } = named ?? {};
    const whose = workflowId === undefined || activityId === undefined ? {} : { workflowId, activityId };
    journal.write({ kind: 'unattributed-request', ...this.#owner, ...asked, ...whose, error });
  }
}

/** The owner's part of the journal's entry. */
function ownerFields({ workflowId, runId, activity, attempt, nth }: RequestOwner) {
  const { activityId, activityType } = activity ?? {};
  const ids = activityId === undefined ? {} : { activityId };
  return {
    workflowId,
    ...(runId === undefined ? {} : { runId }),
    ...ids,
    ...(activityType === undefined ? {} : { activityType }),
    attempt,
    nth,
  };
}
