import { HarnessError } from '../../errors.ts';

/** A flag of a verb, without its dashes. */
export interface FlagShape {
  /** `no-fault` if it is written so. */
  readonly name: string;
  readonly takesValue: boolean;
}

/** A command line, as it arrived here. */
export interface CommandLine {
  readonly verb: string;
  /** The words that npm left: no flags. */
  readonly operands: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Refuses a command line of which npm took a part: `npm run scenario worker-kill --seed 7` without `--` makes npm take
 * `--seed` for itself, and the run would silently have another seed.
 *
 * @remarks npm shows what it took as `npm_config_<name>`. It leaves the value behind as an operand (`seed` is then
 * `true`) unless it was written `--seed=7`; `--no-fault` becomes `npm_config_fault=`, and `--plan` three flags of npm.
 * @throws HarnessError CHAOS_USAGE
 */
export function refuseSwallowedFlags(line: CommandLine, flags: readonly FlagShape[], given: Environment): void {
  const script = given['npm_lifecycle_event'];
  if (script !== line.verb && script !== 'chaos') return;
  const env = asWritten(given);
  const taken = flags.filter((flag) => env[npmName(flag)] !== undefined && !isSwitchedOff(flag, env));
  if (taken.length === 0) return;
  const names = taken.map(({ name }) => `--${name}`).join(' and ');
  const words = rewritten(line.operands, taken, env);
  // The script chaos takes the verb after the "--".
  const whole = ['npm run chaos --', line.verb, ...words.filter((word) => word !== '--')];
  const command = (script === 'chaos' ? whole : ['npm run', line.verb, ...words]).join(' ');
  throw new HarnessError('CHAOS_USAGE', `Put ${names} after a "--"; npm took it for itself. Run: ${command}`);
}

/** npm has an `--audit` too: switched off in an .npmrc it is not ours, which takes a value. */
function isSwitchedOff(flag: FlagShape, env: Environment): boolean {
  const value = env[npmName(flag)];
  return flag.takesValue && (value === '' || value === 'false');
}

/** npm takes `--plan` for its abbreviations `--parseable --long --all`; it looks like our `--all` then. */
function asWritten(env: Environment): Environment {
  const { npm_config_parseable, npm_config_long, npm_config_all, ...rest } = env;
  const isPlan = [npm_config_parseable, npm_config_long, npm_config_all].every((value) => value === 'true');
  return isPlan ? { ...rest, npm_config_plan: 'true' } : env;
}

/** The operands and flags as they should have been written; a value that can't be told from the operands is a blank. */
function rewritten(operands: readonly string[], taken: readonly FlagShape[], env: Environment): readonly string[] {
  const given = taken.flatMap((flag) => valuesOf(flag, env).map((value) => ({ flag, value })));
  const missing = given.filter(({ flag, value }) => flag.takesValue && isLost(value));
  const name = operands.find((operand) => !/^\d|=/.test(operand));
  const surplus = operands.filter((operand) => operand !== name);
  const known = missing.length === surplus.length && new Set(missing.map(({ flag }) => flag)).size === 1;
  const left = [...surplus];
  const shown = given.map(({ flag, value }) => {
    if (!flag.takesValue) return `--${flag.name}`;
    const lost = known ? left.shift() : '…';
    return `--${flag.name} ${isLost(value) ? lost : value}`;
  });
  return [...(name === undefined ? [] : [name]), '--', ...shown];
}

/** A flag that was given twice is two values with an empty line between. */
function valuesOf(flag: FlagShape, env: Environment): readonly string[] {
  return (env[npmName(flag)] ?? '').split('\n\n');
}

function isLost(value: string): boolean {
  return value === 'true' || value === '';
}

function npmName({ name }: FlagShape): string {
  return `npm_config_${name.replace(/^no-/, '').replaceAll('-', '_')}`;
}
