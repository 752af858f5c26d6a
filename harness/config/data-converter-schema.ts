import { z } from 'zod';
import type { ChaosConfig } from '../model/config.ts';
import type { CodecServer, PayloadSettings, SystemCodec, SystemDataConverter } from '../model/data-converter.ts';
import { fields, list } from './fields.ts';

const path = z.string().min(1);

const codec = z.custom<SystemCodec>(
  (value) => hasFunction(value, 'encode') && hasFunction(value, 'decode'),
  'must have the functions `encode` and `decode`',
);

const parts = ['payloadConverterPath', 'failureConverterPath', 'payloadCodecs'] as const;

/** Schema of a data converter, also of one that a module exports. */
export const converterSchema: z.ZodType<SystemDataConverter> = fields<SystemDataConverter>({
  payloadConverterPath: path.optional(),
  failureConverterPath: path.optional(),
  payloadCodecs: list(codec).optional(),
});

/** Schema of `dataConverter` in chaos.config.ts. */
export const dataConverterSchema: z.ZodType<NonNullable<PayloadSettings['dataConverter']>> = z
  .custom<string | SystemDataConverter>(
    (value) => typeof value === 'string' || isMadeOf(value, parts),
    `must be a path or an object of ${parts
      .map((part) => `\`${part}\``)
      .join(', ')
      .replace(/, (?=\S+$)/, ' and ')}`,
  )
  .superRefine((value, context) => {
    const schema: z.ZodType = typeof value === 'string' ? path : converterSchema;
    for (const issue of schema.safeParse(value).error?.issues ?? []) context.addIssue({ ...issue });
  });

const ENDPOINT = 'must be a URL of http or https, such as "http://127.0.0.1:8081"';

/** Schema of `codecServer` in chaos.config.ts; its issues never show a secret. */
export const codecServerSchema: z.ZodType<CodecServer> = fields<CodecServer>({
  endpoint: z
    .custom<string>((value) => urlIn(value) !== null, ENDPOINT)
    .refine((value) => isWithout(value, ({ username, password }) => username + password), {
      message: 'must have no password in it: give it as `auth`',
    })
    .refine((value) => isWithout(value, ({ search, hash }) => search + hash), {
      message: 'must have nothing after its path',
    }),
  auth: z
    .string()
    .regex(
      /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/,
      'must be the value of a header, but it is empty or has odd characters',
    )
    .optional(),
});

/** The fields of a configuration by which payloads are read, for its schema. */
export const payloadSettings = {
  dataConverter: dataConverterSchema.optional(),
  codecServer: codecServerSchema.optional(),
};

/** A field of a configuration that is wrong, and the rest of the sentence about it. */
interface WrongField {
  readonly path: readonly string[];
  readonly message: string;
}

/** What is wrong with the data converters of a configuration taken together. */
export function issuesOfConverters({
  workers,
  dataConverter,
  codecServer,
}: PayloadSettings & { readonly workers: Pick<ChaosConfig['workers'], 'dataConverter'> }): readonly WrongField[] {
  const codecs = typeof dataConverter === 'object' ? (dataConverter.payloadCodecs ?? []) : [];
  const twice = 'takes the place of `dataConverter.payloadCodecs`, so leave out one of them';
  const older = 'is an older name of `dataConverter`, so leave it out';
  return [
    ...(codecServer === undefined || codecs.length === 0 ? [] : [{ path: ['codecServer'], message: twice }]),
    ...(workers.dataConverter === undefined || dataConverter === undefined
      ? []
      : [{ path: ['workers', 'dataConverter'], message: older }]),
  ];
}

function hasFunction(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && typeof (value as Record<string, unknown>)[name] === 'function';
}

function isMadeOf(value: unknown, names: readonly string[]): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).every((name) => names.includes(name));
}

/** The URL of a text; null if it is none of HTTP. */
function urlIn(value: unknown): URL | null {
  const url = typeof value === 'string' ? URL.parse(value) : null;
  return url !== null && /^https?:$/.test(url.protocol) ? url : null;
}

/** Of a text that is no URL another sentence speaks. */
function isWithout(value: string, part: (url: URL) => string): boolean {
  const url = urlIn(value);
  return url === null || part(url) === '';
}
