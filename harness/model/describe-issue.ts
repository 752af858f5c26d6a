import type { z } from 'zod';

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
  tuple: 'a list',
};

/** A path as a field: `` `workers.env` ``. */
export function fieldAt(path: readonly PropertyKey[]): string {
  return `\`${path.map(String).join('.')}\``;
}

/**
 * Describes the error in a value, without a full stop: `` `workers.env` must be a function ``.
 *
 * @param whole - the name of the whole
 */
export function describeIssue(issue: z.core.$ZodIssue, whole: string): string {
  const field = issue.path.length === 0 ? whole : fieldAt(issue.path);
  if (issue.code === 'unrecognized_keys') return `${fieldAt([...issue.path, issue.keys[0] ?? ''])} is not known`;
  if (issue.code === 'invalid_type') {
    if (issue.message.endsWith('received undefined')) return `${field} is missing`;
    return `${field} must be ${kinds[issue.expected] ?? issue.expected}`;
  }
  if (issue.code === 'invalid_value') return `${field} must be one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'too_small') {
    const isNumber = issue.origin === 'number' || issue.origin === 'int';
    return `${field} must ${isNumber ? `be ${issue.inclusive === false ? 'greater than' : 'at least'} ${issue.minimum}` : 'not be empty'}`;
  }
  if (issue.code === 'too_big')
    return `${field} must be ${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}`;
  return issue.message.startsWith('Invalid') ? `${field}: ${issue.message}` : `${field} ${issue.message}`;
}
