import { HarnessError, reasonOf } from '../errors.ts';
import { actionSchema } from '../model/client-action.ts';
import { describeIssue } from '../model/describe-issue.ts';
import type { Json } from '../model/json.ts';
import { jsonSchema } from '../model/json.ts';
import type { ClientAction } from '../model/plan.ts';
import type { Service } from '../model/services.ts';
import { placeholders } from '../model/start-command.ts';
import { commandWords } from './command-words.ts';

/** A value of `--input`: one argument of the workflow. @throws HarnessError CHAOS_USAGE */
export function parseInput(text: string): Json {
  return parseJson(text, '--input', `--input '{"order":"{workflowId}"}'`);
}

/**
 * The value of `--start`: the program that starts the workflow, which must take the id.
 *
 * @throws HarnessError CHAOS_USAGE
 */
export function parseStart(text: string): readonly [string, ...string[]] {
  const words = commandWords(text, '--start');
  if (words.slice(1).some((word) => word.includes(placeholders.workflowId))) return words;
  const sentence = `--start must give the program the id of the workflow, but ${placeholders.workflowId} is not among its arguments`;
  throw new HarnessError('CHAOS_USAGE', `${sentence}. Example: --start 'node start.mjs ${placeholders.workflowId}'`);
}

/** An event that an action waits for unless another is named: it comes in every run, before anything else. */
const FIRST_TASK = 'WORKFLOW_TASK_COMPLETED';

/**
 * A value of `--signal` or `--update`: `approve={"by":"me"}@TIMER_STARTED`, where `#2` at its end means the second such
 * event.
 *
 * @throws HarnessError CHAOS_USAGE
 */
export function parseAction(kind: 'signal' | 'update', text: string): ClientAction {
  const example = `--${kind} 'approve={"by":"ada"}@TIMER_STARTED'`;
  const [, what = text, event = FIRST_TASK, nth = '1'] = /^(.*?)@([A-Z_]+)(?:#(\d+))?$/s.exec(text) ?? [];
  const [, name = '', , json] = /^([^=\s]+)(=(.*))?$/s.exec(what) ?? [];
  if (name === '') {
    const sentence = `--${kind} takes name=JSON@EVENT, not "${text}". Example: ${example}`;
    throw new HarnessError('CHAOS_USAGE', sentence);
  }
  const args = json === undefined ? [] : [parseJson(json, `--${kind} ${name}`, example)];
  const after = { kind: 'event', eventType: event, nth: Number(nth) };
  const { data, error } = actionSchema.safeParse({ kind, name, args, after });
  if (data !== undefined) return data;
  const [issue] = error?.issues ?? [];
  const why = issue === undefined ? 'is wrong' : describeIssue(issue, 'it');
  throw new HarnessError('CHAOS_USAGE', `--${kind} ${text}: ${why}. Example: ${example}`);
}

/** A service of the command line, and the variable that gets its URL. */
export interface GivenService {
  readonly name: string;
  readonly service: Service;
  readonly variable: string | null;
}

/**
 * A value of `--service`: `payments=http://127.0.0.1:4242:PAYMENTS_URL`, or with a command instead of the URL.
 *
 * @throws HarnessError CHAOS_USAGE
 */
export function parseService(text: string): GivenService {
  const [, name = '', rest = ''] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  const [, place = rest, variable] = /^(.+):([A-Za-z_]\w*)$/s.exec(rest) ?? [];
  if (name === '') {
    const example = '--service payments=http://127.0.0.1:4242:PAYMENTS_URL';
    throw new HarnessError('CHAOS_USAGE', `--service takes name=URL:VARIABLE, not "${text}". Example: ${example}`);
  }
  return { name, service: serviceAt(place), variable: variable ?? null };
}

function serviceAt(place: string): Service {
  if (/^https?:\/\//.test(place)) return { http: place };
  if (/^[a-z][\w+.-]*:\/\//i.test(place) || /^\S+:\d+$/.test(place)) return { tcp: place };
  return { http: { command: commandWords(place, '--service') } };
}

/**
 * A value of `--env`: `NAME=value`, or `NAME` for the value in the harness's own environment.
 *
 * @throws HarnessError CHAOS_USAGE
 */
export function parseVariable(text: string): readonly [string, string] {
  const [, name = '', given, value = ''] = /^([A-Za-z_]\w*)(=(.*))?$/s.exec(text) ?? [];
  if (name !== '') return [name, given === undefined ? `{env.${name}}` : value];
  const example = "--env 'DATABASE_URL={supabaseUrl}'";
  throw new HarnessError('CHAOS_USAGE', `--env takes NAME=value or NAME, not "${text}". Example: ${example}`);
}

function parseJson(text: string, what: string, example: string): Json {
  try {
    return jsonSchema.parse(JSON.parse(text));
  } catch (error) {
    const quoted = /^[\w .-]+$/.test(text) ? ` A text needs quotes: '"${text}"'.` : '';
    throw new HarnessError('CHAOS_USAGE', `${what} is no JSON: ${reasonOf(error)}.${quoted} Example: ${example}`);
  }
}
