import { join } from 'node:path';
import type { ChaosConfig } from '../../../harness/index.ts';
import type { ExchangedEffect, ServiceExchange } from '../../../harness/model/exchange-facts.ts';

/** Where the ledger of such a service is, in the folder that the run has for itself. */
export function ledgerIn(folder: string): string {
  return join(folder, 'service-ledger.ndjson');
}

/** Our system, with a service of the configuration in the place of the outside world. */
export function withOutsideAsService(config: ChaosConfig, ledger: string): ChaosConfig {
  const command = ['node', join(import.meta.dirname, 'ledger-main.ts')] as const;
  const env: NonNullable<ChaosConfig['workers']['env']> = (addresses) => ({
    ...config.workers.env?.(addresses),
    OUTSIDE_WORLD_URL: addresses.services['ledger']?.url ?? '',
  });
  const services = { ledger: { http: { command, env: { OUTSIDE_WORLD_LEDGER: ledger } } } };
  return { ...config, services, effects, workers: { ...config.workers, env } };
}

/** The protocol of the outside world, which a configuration has to know of its service. */
function effects({ body, headers }: ServiceExchange): ExchangedEffect {
  const { kind, subject, payload } = JSON.parse(body) as Pick<ExchangedEffect, 'kind' | 'subject' | 'payload'>;
  return { kind, subject, payload, key: headers['idempotency-key'] ?? null };
}
