import { unfitServiceName } from '../../model/services.ts';
import type { Found, FoundVariable } from '../../setup/look/find-names.ts';
import type { ProjectFacts } from '../../setup/look/look-at-project.ts';
import type { SystemFlags } from '../options/system-flags.ts';

/** A flag that the project does not decide: it names none, or several. */
export interface OpenFlag {
  readonly flag: 'worker' | 'taskQueue' | 'workflow';
  readonly candidates: readonly Found[];
}

/** The flags of a command line, filled by what a project shows. */
export interface FilledFlags {
  readonly flags: SystemFlags;
  readonly open: readonly OpenFlag[];
  /** What was taken from the project, each with its place. */
  readonly taken: readonly Taken[];
  /** Variables that name a place and have no value yet. */
  readonly unset: readonly Found[];
}

interface Taken extends Found {
  readonly what: string;
}

const questions = [
  ['worker', 'worker', 'workers'],
  ['taskQueue', 'task queue', 'taskQueues'],
  ['workflow', 'workflow', 'workflows'],
] as const;

/** Fills the flags that are left out, where the project names exactly one value. */
export function fillFlags(flags: SystemFlags, facts: ProjectFacts): FilledFlags {
  const missing = questions.filter(([flag]) => flags[flag] === undefined);
  const only = missing.flatMap(([flag, what, list]) => {
    const [first, ...others] = facts[list];
    return first === undefined || others.length > 0 ? [] : [{ flag, what, ...first }];
  });
  const open = missing
    .filter(([flag]) => only.every((one) => one.flag !== flag))
    .map(([flag, , list]) => ({ flag, candidates: facts[list] }));
  const variables = facts.variables.filter(({ value }) => !isGiven(flags, value) && !isStandard(value));
  const set = variables.flatMap((variable) => settingOf(variable, facts.variables));
  const values = (kind: 'service' | 'env'): readonly string[] =>
    set.flatMap((one) => (one.kind === kind ? [one.value] : []));
  const fixed = fixedIn(flags, only, facts);
  return {
    flags: {
      ...flags,
      ...(fixed === null ? {} : { fixedAddress: fixed.value }),
      ...Object.fromEntries(only.map(({ flag, value }) => [flag, value])),
      service: [...(flags.service ?? []), ...values('service')],
      env: [...(flags.env ?? []), ...values('env')],
    },
    open,
    taken: [
      ...only.map(({ what, value, at }) => ({ what, value, at })),
      ...(fixed === null ? [] : [{ what: 'address of Temporal', ...fixed }]),
      ...set.map(({ kind, value, at }) => ({ what: kind === 'env' ? 'variable' : kind, value, at })),
    ],
    unset: variables.filter(({ value }) => set.every((one) => one.variable !== value)),
  };
}

/** Temporal's address in the code of the worker that was found. */
function fixedIn(flags: SystemFlags, only: readonly Found[], { workers }: ProjectFacts): Found | null {
  const worker = workers.find(({ value }) => value === flags.worker || only.some((one) => one.value === value));
  if (flags.fixedAddress !== undefined || worker === undefined || worker.fixedAddress === null) return null;
  return { value: worker.fixedAddress, at: worker.at };
}

/** Temporal's own variables are set in any case. */
function isStandard(name: string): boolean {
  return /^TEMPORAL_(ADDRESS|NAMESPACE|TLS.*|API_KEY)$/.test(name);
}

function isGiven({ env = [], service = [] }: SystemFlags, name: string): boolean {
  return (
    env.some((text) => text === name || text.startsWith(`${name}=`)) ||
    service.some((text) => text.endsWith(`:${name}`))
  );
}

interface Setting extends Found {
  readonly kind: 'service' | 'env';
  readonly variable: string;
}

function settingOf({ value: name, usual, at }: FoundVariable, all: readonly FoundVariable[]): readonly Setting[] {
  const env = (value: string): readonly Setting[] => [{ kind: 'env', variable: name, value: `${name}=${value}`, at }];
  if (name === 'SUPABASE_URL') return env('{supabaseUrl}');
  if (/^SUPABASE_.*KEY$/.test(name)) return env('{supabaseKey}');
  if (name.startsWith('TEMPORAL_')) return env(temporalPlace(name, all));
  if (usual === null || !/^[a-z][\w+.-]*:\/\/[^/]/i.test(usual)) return [];
  return [{ kind: 'service', variable: name, value: `${serviceName(name)}=${usual}:${name}`, at }];
}

function temporalPlace(name: string, all: readonly FoundVariable[]): string {
  if (name === 'TEMPORAL_PORT') return '{temporalPort}';
  const hasPort = all.some(({ value }) => value === 'TEMPORAL_PORT');
  return hasPort && name === 'TEMPORAL_HOST' ? '{temporalHost}' : '{temporalHost}:{temporalPort}';
}

/** The name of the service that a variable names, such as `payments` of `PAYMENTS_BASE_URL`. */
export function serviceName(variable: string): string {
  const name = variable
    .toLowerCase()
    .replace(/(_(url|uri|endpoint|base|host|addr|address|dsn))+$/, '')
    .replaceAll('_', '-');
  return unfitServiceName(name, { tcp: '' }) === null ? name : `service-${name}`;
}
