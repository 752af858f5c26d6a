import { expect } from 'chai';
import type { Component, Stack } from '../model/stack.ts';
import { collect, quiesce } from './collect.ts';
import { ReplayAhead } from './replay-ahead.ts';
import { fakeContext } from './test-support/fake-context.ts';

const signal = new AbortController().signal;

function worker(name: string, facts: Partial<Component>): Component {
  return { name, role: 'worker', incarnation: 1, observe: async () => undefined, ...facts } as Component;
}

function stackOf(workers: readonly Component[]): Partial<Stack> {
  const gateway = { connectionsClosed: async () => undefined, openCalls: () => 0 } as unknown as Stack['gateway'];
  return { workers: () => workers, components: () => workers, links: () => [], lives: () => [], gateway };
}

describe('the quiescence', () => {
  it('ends every worker that ever lived, one too that is down and may be brought back', async () => {
    const stopped: string[] = [];
    const make = (name: string, facts: Partial<Component>): Component =>
      worker(name, {
        ...facts,
        stop: async () => {
          stopped.push(name);
          return { incarnation: 1, exitCode: 0, signal: null };
        },
      });
    const up = make('worker-1', { running: true });
    const died = make('worker-2', { running: false });
    const never = make('worker-3', { running: false, incarnation: 0 });
    await quiesce(fakeContext({ stack: stackOf([up, died, never]), parts: { drainLimitMs: 1 } }), signal);
    expect(stopped).to.deep.equal(['worker-1', 'worker-2']);
  });
});

describe('the collection', () => {
  const rows = { state: 'collected', rows: [] } as const;
  const read = async () => rows;
  const books = { eventHistories: read, checkpoints: read, effects: read, tables: read };
  const collected = async (running: boolean): ReturnType<typeof collect> => {
    const context = fakeContext({ stack: stackOf([worker('worker-1', { running })]), books, replay: async () => rows });
    return collect(context, { ahead: new ReplayAhead(context), canaries: [] }, signal);
  };

  it('reads the books once no writer lives', async () => {
    const { eventHistories, replays, checkpoints, effects, tables } = await collected(false);
    for (const book of [eventHistories, replays, checkpoints, effects, tables])
      expect(book.state).to.equal('collected');
  });

  it('has no books where a worker came back meanwhile', async () => {
    const { eventHistories, replays, checkpoints, effects, tables } = await collected(true);
    for (const book of [eventHistories, replays, checkpoints, effects, tables]) {
      expect(book).to.include({ state: 'unavailable' }).and.to.have.property('reason').that.includes('worker-1 lived');
    }
  });

  it('has the row as a late request of a dead worker left it', async () => {
    const row = (status: string) => ({ table: 'documents', key: 'document-1', columns: { status } });
    const statuses = ['published', 'extracting', 'extracting'];
    const tables = async () => ({ state: 'collected', rows: [row(statuses.shift() ?? 'extracting')] }) as const;
    const context = fakeContext({ stack: stackOf([]), books: { ...books, tables }, replay: async () => rows });
    const collected = await collect(context, { ahead: new ReplayAhead(context), canaries: [] }, signal);
    expect(collected.tables).to.deep.equal({ state: 'collected', rows: [row('extracting')] });
  });
});
