import { Option } from '@commander-js/extra-typings';
import { HarnessError } from '../../errors.ts';

/** Parameters by name; the scenario or fault knows which values they may have. */
export type Params = Readonly<Record<string, unknown>>;

/** The option --param of a scenario or a fault, which may be repeated. */
export function paramOption(whose: string): Option<'--param <name=value>', undefined, Params, Params> {
  const option = new Option('--param <name=value>', `a parameter of ${whose} (repeatable)`);
  return option.argParser(parseParam).default<Params>({}, 'its own defaults');
}

/**
 * Reads one `name=value` and adds it to the others; a value that is JSON is read as such, any other is text.
 *
 * @throws HarnessError CHAOS_USAGE
 */
export function parseParam(text: string, before: Params): Params {
  const at = text.indexOf('=');
  if (at < 1) {
    throw new HarnessError('CHAOS_USAGE', `--param takes name=value, not "${text}". Example: --param documents=20`);
  }
  return { ...before, [text.slice(0, at)]: jsonOrText(text.slice(at + 1)) };
}

/**
 * Reads a whole number that is not negative.
 *
 * @throws HarnessError CHAOS_USAGE
 */
export function parseCount(flag: string, least = 0): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
    throw new HarnessError(
      'CHAOS_USAGE',
      `Give a whole number ${least === 0 ? '' : `of at least ${least} `}after --${flag}, not "${text}". Example: --${flag} 7`,
    );
  };
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
