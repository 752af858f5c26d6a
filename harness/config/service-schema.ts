import { z } from 'zod';
import {
  placeOfService,
  type Service,
  type ServiceProgram,
  unfitServiceName,
  urlOfService,
} from '../model/services.ts';
import { fields } from './fields.ts';

const program = fields<ServiceProgram>({
  command: z.tuple([z.string().min(1)], z.string()).readonly(),
  env: z.record(z.string(), z.string()).optional(),
  readyLimitMs: z
    .int()
    .positive()
    .max(2 ** 31 - 1)
    .optional(),
});

const httpUrl = z.url({
  protocol: /^https?$/,
  error: 'must be a URL of http or https, such as "http://127.0.0.1:4242"',
});

/** Schema of `host:port`, with no scheme. */
export const hostAndPort: z.ZodType<string> = z
  .string()
  .refine((text) => !text.includes('/') && hasPort(text), 'must be host:port, such as "localhost:7233"');

const tcpAddress = z.string().refine(hasPort, 'must be host:port, such as "127.0.0.1:6379", or a URL with a port');

/** Schema of a {@link Service}. */
export const serviceSchema: z.ZodType<Service> = z.union(
  [
    z.strictObject({ http: z.union([httpUrl, program]) }),
    z.strictObject({ tcp: tcpAddress }),
    z.strictObject({ postgresql: z.literal('own') }),
  ],
  { error: 'must be { http: URL }, { http: { command: [...] } }, { tcp: "host:port" } or { postgresql: "own" }' },
);

/** What is wrong with the services of a configuration, each with the name of the service. */
export function issuesOfServices(services: Readonly<Record<string, Service>>): readonly (readonly [string, string])[] {
  const seen = new Map<string, string>();
  return Object.entries(services).flatMap(([name, service]): (readonly [string, string])[] => {
    const unfit = unfitServiceName(name, service);
    // One that is no URL has been refused as such.
    const url = serviceSchema.safeParse(service).success ? urlOfService(service) : null;
    const place = url === null ? null : placeOfService(url);
    const at = place === null ? null : `${place.host.replace(/^localhost$/, '127.0.0.1')}:${place.port}`;
    const other = at === null ? undefined : seen.get(at);
    if (at !== null && other === undefined) seen.set(at, name);
    return [
      ...(unfit === null ? [] : [[name, unfit] as const]),
      ...(other === undefined ? [] : [[name, `is at ${at}, where \`services.${other}\` is too`] as const]),
    ];
  });
}

function hasPort(text: string): boolean {
  try {
    const { host, port } = placeOfService(new URL(text.includes('://') ? text : `tcp://${text}`));
    return host !== '' && port > 0 && /:\d+/.test(text.replace(/^\w[\w+.-]*:\/\//, ''));
  } catch {
    return false;
  }
}
