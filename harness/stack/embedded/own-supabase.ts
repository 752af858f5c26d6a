import type { LinkRegistry } from '../link-registry.ts';
import type { RunContext } from '../run-context.ts';
import type { StackTls } from '../stack-tls.ts';
import { applySchema } from '../supabase/apply-schema.ts';
import { type SupabaseOptions, serverTls, supabaseServer } from './http-servers.ts';
import { initialisePostgres, type PostgresOptions, postgresServer, withPostgres } from './postgres-server.ts';
import type { ComponentSpec } from './process-component.ts';

/** The parts of a Supabase that the run starts. */
export interface OwnSupabase {
  readonly postgres: PostgresOptions;
  readonly api: Omit<SupabaseOptions, 'databaseUrl' | 'tls'>;
  /** Null: nothing of it speaks TLS. */
  readonly tls: StackTls | null;
  /** Folder of the migrations; null: there are none. */
  readonly migrations: string | null;
  readonly links: LinkRegistry;
  /** Resolves once links can be made. */
  readonly linked: Promise<void>;
  readonly context: RunContext;
  readonly start: (spec: ComponentSpec) => Promise<void>;
}

/** Starts PostgreSQL with its schema, and the API on it by way of a link; both are under way at once. */
export function startOwnSupabase(own: OwnSupabase): readonly Promise<void>[] {
  const database = startDatabase(own);
  return [database, own.linked.then(async () => startApi(own, database))];
}

async function startDatabase({ postgres, migrations, context, start }: OwnSupabase): Promise<void> {
  await initialisePostgres(postgres, context);
  await start(postgresServer(postgres, context));
  await withPostgres(postgres, async (sql) => applySchema(sql, migrations));
}

async function startApi({ postgres, api, links, start, tls }: OwnSupabase, database: Promise<void>): Promise<void> {
  const [link] = await links.make([{ name: 'database@supabase', upstream: `127.0.0.1:${postgres.port}` }]);
  const databaseUrl = `postgres://postgres:${postgres.password}@${link?.route.listen}/postgres`;
  const secured = await serverTls(tls, 'supabase');
  await start(supabaseServer({ ...api, databaseUrl, tls: secured }, database));
}
