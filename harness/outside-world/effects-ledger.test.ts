import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { assert, jsonValue, property } from 'fast-check';
import { ledgerLineSchema } from '../model/evidence.ts';
import { digestOf, type Json } from '../model/json.ts';
import { hashOf, parseEffect, receiptOf } from './effect-request.ts';
import { EffectsLedger } from './effects-ledger.ts';
import { serveEffects } from './serve-effects.ts';

interface LineSeen {
  sequence: number;
  outcome: string;
  subject: unknown;
}

function effect(key: string | null, payload: unknown, page = 1): ReturnType<typeof parseEffect> {
  const headers = key === null ? {} : { 'idempotency-key': key };
  return parseEffect(JSON.stringify({ kind: 'ocr', subject: { document: 'd-1', page }, payload }), headers);
}

describe('EffectsLedger', () => {
  let folder = '';
  const path = (): string => join(folder, 'ledger.ndjson');
  const linesOf = async (ledger: EffectsLedger): Promise<LineSeen[]> =>
    (await ledger.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as LineSeen);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ledger-test-'));
  });
  afterEach(async () => rm(folder, { recursive: true }));

  it('applies a key once, refuses it for anything else, and writes all of it down', async () => {
    await using ledger = await EffectsLedger.open(path());
    const first = await ledger.record(effect('k', 'a'));
    const again = await ledger.record(effect('k', 'a'));
    const otherPayload = await ledger.record(effect('k', 'b'));
    const otherSubject = await ledger.record(effect('k', 'a', 2));
    expect(first.outcome).to.equal('applied');
    expect(again).to.deep.equal({ outcome: 'deduplicated', receipt: first.receipt });
    expect(otherPayload.outcome).to.equal('conflict');
    expect(otherSubject.outcome).to.equal('conflict');
    const lines = await linesOf(ledger);
    expect(lines.map((line) => line.outcome)).to.deep.equal(['applied', 'deduplicated', 'conflict', 'conflict']);
    for (const line of lines) expect(ledgerLineSchema.safeParse(line).success).to.equal(true);
  });

  it('applies every request without a key', async () => {
    await using ledger = await EffectsLedger.open(path());
    const answers = await Promise.all([ledger.record(effect(null, 'a')), ledger.record(effect(null, 'a'))]);
    expect(answers.map((each) => each.outcome)).to.deep.equal(['applied', 'applied']);
  });

  it('keeps concurrent requests in one order without a gap, and applies one of those with the same key', async () => {
    await using ledger = await EffectsLedger.open(path());
    const answers = await Promise.all(
      Array.from({ length: 200 }, async (_, index) => ledger.record(effect(`k-${index % 50}`, index % 50))),
    );
    expect(answers.filter((each) => each.outcome === 'applied')).to.have.length(50);
    const lines = await linesOf(ledger);
    expect(lines.map((line) => line.sequence)).to.deep.equal(Array.from({ length: 200 }, (_, index) => index + 1));
  });

  it('knows its keys after a restart, and drops a line that was cut short', async () => {
    {
      await using ledger = await EffectsLedger.open(path());
      await ledger.record(effect('k', 'a'));
    }
    await appendFile(path(), '{"sequence":2,"ti');
    await using ledger = await EffectsLedger.open(path());
    expect((await ledger.record(effect('k', 'a'))).outcome).to.equal('deduplicated');
    expect((await ledger.record(effect('k', 'b'))).outcome).to.equal('conflict');
    expect((await linesOf(ledger)).map((line) => line.sequence)).to.deep.equal([1, 2, 3]);
    expect(await readFile(path(), 'utf8')).to.equal(await ledger.text());
  });
});

describe('hashOf', () => {
  it('is the digest by which a plan says what a payload must be', () => {
    assert(
      property(jsonValue(), (value) => {
        expect(hashOf(value)).to.equal(digestOf(value as Json));
      }),
    );
    const numbered = { 10: 'a', 9: [{ b: 1, a: null }] };
    expect(hashOf(numbered)).to.equal(digestOf(numbered));
  });
});

describe('receiptOf', () => {
  it('follows from kind and subject alone, regardless of the order of the fields', () => {
    expect(receiptOf({ kind: 'ocr', subject: { document: 'd-1', page: 3 } })).to.equal('ocr/d-1/3');
    expect(receiptOf({ kind: 'ocr', subject: { page: 3, document: 'd-1' } })).to.equal('ocr/d-1/3');
    expect(receiptOf({ kind: 'ping', subject: {} })).to.equal('ping');
  });
});

describe('serveEffects', () => {
  it('answers 200, 422, 400 and 404, and returns the ledger', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ledger-test-'));
    const ledger = await EffectsLedger.open(join(folder, 'ledger.ndjson'));
    const failures: unknown[] = [];
    const server = serveEffects(ledger, (error) => failures.push(error));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const post = async (body: string): Promise<number> => {
      const who = { 'x-workflow-id': 'w', 'x-activity-id': '5', 'x-activity-attempt': '2' };
      const headers = { 'idempotency-key': 'k', ...who };
      return (await fetch(`${url}/effects`, { method: 'POST', body, headers })).status;
    };
    const good = { kind: 'ocr', subject: { page: 1 }, payload: 'a' };
    expect(await post(JSON.stringify(good))).to.equal(200);
    expect(await post(JSON.stringify({ ...good, payload: 'b' }))).to.equal(422);
    expect(await post('{')).to.equal(400);
    expect(await post(JSON.stringify({ ...good, subject: { page: null } }))).to.equal(400);
    expect((await fetch(`${url}/nowhere`)).status).to.equal(404);
    const lines = (await (await fetch(`${url}/ledger`)).text()).trimEnd().split('\n');
    expect(lines).to.have.length(2);
    expect(JSON.parse(lines[0] ?? '').activity).to.deep.equal({ workflowId: 'w', activityId: '5', attempt: 2 });
    expect(failures).to.deep.equal([]);
    server.closeAllConnections();
    server.close();
    await ledger[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });
});
