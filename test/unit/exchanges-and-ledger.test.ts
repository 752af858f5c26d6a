import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { startGateway } from '../../harness/gateway/start-gateway.ts';
import { memoryJournal } from '../../harness/gateway/test-support/memory-journal.ts';
import { ledgerOfExchanges } from '../../harness/model/effects-of-exchanges.ts';
import { ledgerLineSchema } from '../../harness/model/evidence.ts';
import { exchangesWith } from '../../harness/model/exchange.ts';
import type { ExchangedEffect, ServiceExchange } from '../../harness/model/exchange-facts.ts';
import { EffectsLedger } from '../../harness/outside-world/effects-ledger.ts';
import { serveEffects } from '../../harness/outside-world/serve-effects.ts';
import { waitFor } from '../../harness/wait.ts';

/** The protocol of the outside world, as a configuration would name its effects. */
function effects({ body, headers }: ServiceExchange): ExchangedEffect {
  const { kind, subject } = JSON.parse(body) as Pick<ExchangedEffect, 'kind' | 'subject'>;
  return { kind, subject, key: headers['idempotency-key'] ?? null };
}

describe('the effects of exchanges', () => {
  it('are those that the outside world writes down of the same requests', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ledger-'));
    await using ledger = await EffectsLedger.open(join(folder, 'ledger.ndjson'));
    const outside = serveEffects(ledger, () => undefined).listen(0, '127.0.0.1');
    await once(outside, 'listening');
    const journal = memoryJournal();
    const gateway = await startGateway({ upstream: '127.0.0.1:1', journal, rules: { effects } });
    const upstream = `127.0.0.1:${(outside.address() as AddressInfo).port}`;
    const port = await gateway.listenHttp('worker-1', { link: 'outside', upstream });
    const ask = async (page: number, key: string | null, payload = 'text'): Promise<number> => {
      const body = JSON.stringify({ kind: 'ocr', subject: { document: 'a', page }, payload });
      const headers = key === null ? {} : { 'idempotency-key': key };
      return (await fetch(`http://127.0.0.1:${port}/effects`, { method: 'POST', headers, body })).status;
    };
    const statuses = [
      await ask(1, 'a-1'),
      await ask(1, 'a-1'),
      await ask(1, 'a-1', 'another'),
      await ask(2, null),
      await ask(2, null),
      await ask(3, 'a-3'),
    ];
    expect(statuses).to.deep.equal([200, 200, 422, 200, 200, 200]);
    const exchanges = await waitFor(
      () => {
        const found = exchangesWith(journal.entries(), (service) => service === 'outside');
        return found.length === statuses.length ? found : undefined;
      },
      { what: 'every exchange', limitMs: 3000, signal: AbortSignal.timeout(60_000) },
    );
    const lines = (await ledger.text()).split('\n').filter((line) => line !== '');
    const booked = lines
      .map((line) => ledgerLineSchema.parse(JSON.parse(line)))
      .filter(({ outcome }) => outcome !== 'conflict');
    const parts = ({ kind, subject, idempotencyKey, outcome }: (typeof booked)[number]) => ({
      kind,
      subject,
      idempotencyKey,
      outcome,
    });
    expect(ledgerOfExchanges(exchanges).map(parts)).to.deep.equal(booked.map(parts));
    await gateway.close();
    outside.closeAllConnections();
    outside.close();
    await rm(folder, { recursive: true });
  });
});
