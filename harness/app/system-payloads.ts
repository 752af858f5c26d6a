import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { converterSchema, issuesOfConverters } from '../config/data-converter-schema.ts';
import { HarnessError, reasonOf } from '../errors.ts';
import type { ChaosConfig } from '../model/config.ts';
import type { SystemDataConverter } from '../model/data-converter.ts';
import { describeIssue } from '../model/describe-issue.ts';
import { openPayloads, type SystemPayloads } from '../probes/payloads/open-payloads.ts';

/** The part of a configuration that says how payloads are encoded. */
type Configured = Pick<ChaosConfig, 'dataConverter' | 'codecServer' | 'namespace'> & {
  readonly workers: Pick<ChaosConfig['workers'], 'dataConverter'>;
};

/** Where its paths begin, and what else it needs. */
export interface PayloadPlace {
  readonly projectFolder: string;
  /** Told why payloads can't be decoded, once for each reason; left out: nothing is. */
  readonly unread?: (reason: string) => void;
}

/**
 * Opens the data converter of a system; undefined if its payloads are as Temporal's default converter writes them.
 *
 * @throws HarnessError CHAOS_BAD_CONFIG if it can't be loaded; CHAOS_CODEC_SERVER if the codec server does not answer, or
 * does not decode what it encodes.
 */
export async function systemPayloads(
  { workers, dataConverter = workers.dataConverter, codecServer, namespace }: Configured,
  { projectFolder, unread = () => undefined }: PayloadPlace,
): Promise<SystemPayloads | undefined> {
  if (dataConverter === undefined && codecServer === undefined) return undefined;
  const given = typeof dataConverter === 'string' ? await exportedBy(dataConverter, projectFolder) : dataConverter;
  const [wrong] = issuesOfConverters({ workers: {}, dataConverter: given ?? {}, ...defined({ codecServer }) });
  if (wrong !== undefined) throw badConfig(`\`${wrong.path.join('.')}\` ${wrong.message}.`);
  const converter = withWholePaths(given ?? {}, projectFolder);
  return openPayloads({ converter, codecServer, namespace, unread });
}

async function exportedBy(path: string, projectFolder: string): Promise<SystemDataConverter> {
  const { dataConverter } = await load(resolve(projectFolder, path));
  if (typeof dataConverter !== 'object' || dataConverter === null)
    throw badConfig(`${path} does not export \`dataConverter\`. Name another module as \`dataConverter\`.`);
  const [issue] = converterSchema.safeParse(dataConverter).error?.issues ?? [];
  if (issue !== undefined) throw badConfig(`${path}: ${describeIssue(issue, '`dataConverter`')}.`);
  return dataConverter;
}

async function load(path: string): Promise<{ readonly dataConverter?: unknown }> {
  try {
    return (await import(pathToFileURL(path).href)) as { readonly dataConverter?: unknown };
  } catch (cause) {
    throw badConfig(`${path} can't be loaded: ${reasonOf(cause)}. Correct \`dataConverter\`.`, cause);
  }
}

function withWholePaths(converter: SystemDataConverter, folder: string): SystemDataConverter {
  const { payloadConverterPath: payload, failureConverterPath: failure } = converter;
  return {
    ...converter,
    ...(payload === undefined ? {} : { payloadConverterPath: resolve(folder, payload) }),
    ...(failure === undefined ? {} : { failureConverterPath: resolve(folder, failure) }),
  };
}

function defined({
  codecServer,
}: {
  readonly codecServer: Configured['codecServer'];
}): Pick<Configured, 'codecServer'> {
  return codecServer === undefined ? {} : { codecServer };
}

function badConfig(sentence: string, cause?: unknown): HarnessError {
  return new HarnessError('CHAOS_BAD_CONFIG', `chaos.config.ts: ${sentence}`, { cause });
}
