import { messageOf } from '../errors.ts';
import type { Fate, Side } from '../model/crash-point.ts';
import type { ReadDetails } from '../model/data-converter.ts';
import type { Journal } from '../model/journal.ts';
import { boundariesOf, type TaskNames } from './boundaries-of.ts';
import type { BoundaryDispatcher } from './boundary-dispatcher.ts';
import type { CallFacts, Handout } from './call-facts.ts';
import type { CallHolds } from './call-holds.ts';
import { decodeReply } from './decode-reply.ts';
import { decodeAskedActivities, decodeRequest } from './decode-request.ts';
import { readFacts, readHandouts } from './encoded-details.ts';
import { grpcMessage } from './grpc-frame.ts';
import { type CallSite, isPoll } from './moment-matches.ts';
import type { ParkedPolls } from './parked-polls.ts';
import type { PollTracker } from './poll-tracker.ts';
import { foreignQueue, isTaskPoll, polledQueue } from './polled-queue.ts';
import type { CallEnd, CallObserver, RelayedReply } from './relay-observer.ts';
import type { Holder, TaskRegistry } from './task-registry.ts';
import { SERVICE_PATH } from './temporal-messages.ts';

/** The context that all calls of a gateway share. */
export interface GatewayServices extends TaskNames {
  readonly journal: Journal;
  readonly holds: CallHolds;
  readonly boundaries: BoundaryDispatcher;
  readonly tasks: TaskRegistry;
  readonly polls: PollTracker;
  readonly parked: ParkedPolls;
  /** Whether workers may ask for tasks of a task queue; left out: of any. */
  readonly mayPoll?: ((taskQueue: string) => boolean) | undefined;
  /** Reads heartbeat details and failures that the system encodes; left out: nothing can. */
  readonly readDetails?: ReadDetails | undefined;
  /** The next position among all calls of the run. */
  readonly nextCall: () => number;
}

const COMPLETED = 'RespondWorkflowTaskCompleted';
const ANSWER = /^Respond(Workflow|Query|Activity)Task(Completed|Failed|Canceled)(ById)?$/;

/** One call as it is read along: attributed, held where a moment wants it, and journalled when it has ended. */
export class RecordedCall implements CallObserver {
  readonly method: string;
  readonly buffered: boolean;
  readonly #services: GatewayServices;
  readonly #owner: Holder;
  #call: number | undefined;
  #startedMs: number;
  #facts: CallFacts = {};
  #token: Uint8Array | undefined;
  #handouts: readonly Handout[] = [];
  #handedOut = false;
  #parked = false;
  #over = false;

  constructor(path: string, owner: Holder, services: GatewayServices) {
    this.buffered = path.startsWith(SERVICE_PATH);
    this.method = this.buffered ? path.slice(SERVICE_PATH.length) : path.slice(1);
    this.#owner = owner;
    this.#services = services;
    this.#startedMs = services.journal.nowMs();
  }

  /** Whether the call is work: a poll only waits for some. */
  get isWork(): boolean {
    return !isPoll(this.method);
  }

  requested(body: Buffer | null, encoding: string | undefined): Promise<Fate> | undefined {
    this.#startedMs = this.#services.journal.nowMs();
    this.#call = this.#services.nextCall();
    if (body !== null && this.#asksOthers(body, encoding)) return Promise.resolve('lose');
    if (!this.isWork) this.#services.polls.polled(this.#owner);
    if (body === null) return undefined;
    const said = this.#read('request', () => {
      const message = grpcMessage(body, encoding);
      return message === null ? undefined : decodeRequest(this.method, message);
    });
    this.#token = said?.token ?? this.#tokenById(said?.facts);
    const task = this.#token === undefined ? {} : this.#services.tasks.find(this.#token);
    this.#facts = { ...task, ...said?.facts };
    this.#propose(body, encoding);
    const parked = this.isWork ? undefined : this.#services.parked.wait(this.#owner.component);
    if (parked !== undefined) return this.#onceLetGo(parked);
    const read = readFacts(this.#facts, said ?? {}, this.#services.readDetails);
    return read === undefined ? this.#reached('request', null) : this.#onceRead(read);
  }

  replied({ body, encoding, grpcStatus }: RelayedReply): Promise<Fate> | undefined {
    const said = this.#read('reply', () => {
      const message = grpcStatus === 0 ? grpcMessage(body, encoding) : null;
      return message === null ? undefined : decodeReply(this.method, message);
    });
    this.#handouts = said?.handouts ?? [];
    this.#facts = { ...this.#facts, ...said?.facts };
    this.#remember(grpcStatus);
    this.#takeHandouts();
    if (this.#token !== undefined) this.#services.tasks.settle(this.#token, grpcStatus, ANSWER.test(this.method));
    const read = readHandouts(this.#handouts, this.#services.readDetails);
    return read === undefined ? this.#reached('reply', grpcStatus) : this.#onceHandoutsRead(read, grpcStatus);
  }

  delivering(): void {
    this.#handedOut = true;
    for (const handout of this.#handouts) this.#services.tasks.handOut(handout, this.#owner);
  }

  ended(end: CallEnd): void {
    this.#over = true;
    const call = this.#call ?? this.#services.nextCall();
    const held = [this.#services.holds.drop(call), this.#services.boundaries.drop(call)].some(Boolean);
    const dropped = held && end.connectionGone;
    if (this.#parked) this.#startedMs = this.#services.journal.nowMs(); // It was never let go: it didn't wait for work.
    if (this.#handedOut && end.outcome !== 'answered') {
      for (const { token } of this.#handouts) this.#services.tasks.takeBack(token);
    }
    this.#services.journal.write({
      kind: 'call',
      call,
      ...this.#owner,
      method: this.method,
      startedMs: this.#startedMs,
      latencyMs: this.#services.journal.nowMs() - this.#startedMs,
      outcome: dropped ? 'dropped' : end.outcome,
      grpcStatus: end.grpcStatus,
      ...(end.grpcMessage === undefined ? {} : { grpcMessage: end.grpcMessage }),
      requestBytes: end.requestBytes,
      replyBytes: end.replyBytes,
      ...this.#facts,
    });
    this.#services.boundaries.ended(call);
  }

  /** Whether it is a poll of a task queue that others may use. */
  #asksOthers(body: Buffer, encoding: string | undefined): boolean {
    const { mayPoll, polls, journal } = this.#services;
    if (mayPoll === undefined || !isTaskPoll(this.method)) return false;
    const queue = this.#read('request', () => {
      const message = grpcMessage(body, encoding);
      return message === null ? undefined : polledQueue(this.method, message);
    });
    if (queue === null || (queue !== undefined && mayPoll(queue))) return false;
    const error = foreignQueue(this.#owner.component, queue);
    if (polls.refused(this.#owner, error)) journal.write({ kind: 'note', message: error.message });
    return true;
  }

  /** A parked poll begins when it is let go: until then it doesn't wait for work. */
  async #onceLetGo(parked: Promise<void>): Promise<Fate> {
    this.#parked = true;
    await parked;
    this.#parked = false;
    this.#startedMs = this.#services.journal.nowMs();
    return (await this.#reached('request', null)) ?? 'pass';
  }

  #takeHandouts(): void {
    const [first] = this.#handouts;
    if (first === undefined) return;
    const handedOut = this.#handouts.map(({ facts }) => facts);
    this.#facts = { ...this.#facts, ...(this.isWork ? { handedOut } : first.facts) };
  }

  /** A place and a moment may depend on what the details say. */
  async #onceRead(read: Promise<Partial<CallFacts>>): Promise<Fate> {
    this.#facts = { ...this.#facts, ...(await read) };
    return this.#over ? 'pass' : ((await this.#reached('request', null)) ?? 'pass');
  }

  async #onceHandoutsRead(read: Promise<readonly Handout[]>, grpcStatus: number | null): Promise<Fate> {
    this.#handouts = await read;
    this.#takeHandouts();
    return this.#over ? 'pass' : ((await this.#reached('reply', grpcStatus)) ?? 'pass');
  }

  /** An activity may be reported on by its id, from any process. */
  #tokenById(facts: CallFacts | undefined): Uint8Array | undefined {
    return this.method.endsWith('ById') && facts !== undefined ? this.#services.tasks.tokenOf(facts) : undefined;
  }

  /** Reads what a completed workflow task asks for; only places need it. */
  #propose(body: Buffer, encoding: string | undefined): void {
    const { boundaries, ordinals } = this.#services;
    if (this.#call === undefined || this.method !== COMPLETED || !boundaries.isWatched) return;
    const asked = this.#read('request', () => {
      const message = grpcMessage(body, encoding);
      return message === null ? [] : decodeAskedActivities(message);
    });
    ordinals.proposed(this.#call, this.#facts, asked ?? []);
  }

  /** A completion is counted before the tasks that the same reply delivers. */
  #remember(grpcStatus: number | null): void {
    const { tasks, numbers, ordinals, executions } = this.#services;
    const completed = this.method === COMPLETED && grpcStatus === 0;
    if (completed) numbers.completed(this.#facts);
    if (completed && this.#call !== undefined) ordinals.accepted(this.#call);
    for (const handout of this.#handouts) {
      tasks.learn(handout);
      executions.learn(handout.facts);
      numbers.learn(handout);
      ordinals.dispatched(handout.facts, handout.facts.activityId);
    }
  }

  #reached(side: 'request' | 'reply', grpcStatus: number | null): Promise<Fate> | undefined {
    if (this.#call === undefined) return undefined;
    const { method } = this;
    const site = { call: this.#call, side, ...this.#owner, method, facts: this.#facts, grpcStatus };
    const held = this.#services.holds.reached(site);
    const fate = this.#decided(site);
    if (held === undefined) return fate;
    return held.then(() => fate ?? 'pass');
  }

  #decided(site: CallSite): Promise<Fate> | undefined {
    const { boundaries, journal } = this.#services;
    if (!boundaries.isWatched) return undefined;
    const { call, method } = site;
    const stamp = { call, ...this.#owner, method, atMs: journal.nowMs() };
    const spots = boundariesOf(site, { token: this.#token, handouts: this.#handouts }, this.#services);
    return boundaries.reached(spots.map((spot) => ({ ...stamp, ...spot })));
  }

  /**
   * A message that can't be read is still relayed: it is journalled, because what it said is missing from the evidence.
   */
  #read<T>(side: Side, decode: () => T): T | undefined {
    try {
      return decode();
    } catch (error) {
      const { method } = this;
      this.#services.journal.write({ kind: 'unread-call', ...this.#owner, side, method, error: messageOf(error) });
      return undefined;
    }
  }
}
