import { HarnessError } from '../errors.ts';
import type { WorkerAddresses } from '../model/addresses.ts';

/** Names in braces that stand for an address of the run. */
const plain = [
  'temporalHost',
  'temporalPort',
  'supabaseUrl',
  'supabaseKey',
  'outsideWorldUrl',
  'taskQueue',
  'namespace',
] as const satisfies readonly (keyof WorkerAddresses)[];

/** The addresses that a variable may name: workers and clients get these. */
export type NamedAddresses = Pick<WorkerAddresses, (typeof plain)[number] | 'services'>;

/** A part of a variable's value. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'address'; readonly name: (typeof plain)[number] }
  | { readonly kind: 'service'; readonly name: string; readonly field: 'url' | 'host' | 'port' }
  /** A variable of the harness's own environment, whose value stays out of the configuration. */
  | { readonly kind: 'variable'; readonly name: string };

const known = `{${plain.join('}, {')}}, {services.<name>.url} or {env.<NAME>}`;

/**
 * The parts of a variable's value, such as `{supabaseUrl}/rest`.
 *
 * @throws HarnessError CHAOS_USAGE if it has a name in braces that stands for nothing.
 */
export function templateParts(value: string): readonly TemplatePart[] {
  const parts = value.split(/(\{[\w.-]+\})/).filter((part) => part !== '');
  return parts.map((part) => (/^\{[\w.-]+\}$/.test(part) ? named(part) : { kind: 'text', text: part }));
}

function named(part: string): TemplatePart {
  const name = part.slice(1, -1);
  const address = plain.find((one) => one === name);
  if (address !== undefined) return { kind: 'address', name: address };
  const [, service, field] = /^services\.([a-z\d-]+)\.(url|host|port)$/.exec(name) ?? [];
  if (service !== undefined) return { kind: 'service', name: service, field: field as 'url' | 'host' | 'port' };
  const [, variable] = /^env\.(\w+)$/.exec(name) ?? [];
  if (variable !== undefined) return { kind: 'variable', name: variable };
  throw new HarnessError('CHAOS_USAGE', `${part} in a variable stands for nothing. Use ${known}.`);
}

/** The value of a variable, with the addresses of a run in it. */
export function fillTemplate(value: string, addresses: NamedAddresses): string {
  return templateParts(value)
    .map((part) => valueOf(part, addresses))
    .join('');
}

function valueOf(part: TemplatePart, addresses: NamedAddresses): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'address':
      return String(addresses[part.name]);
    case 'service':
      return String(addresses.services[part.name]?.[part.field] ?? '');
    case 'variable':
      return process.env[part.name] ?? '';
  }
}
