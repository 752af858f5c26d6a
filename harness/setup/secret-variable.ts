const SECRET_NAME = /key|token|secret|passw|pwd|credential|private/i;
/** A password that stands in a URL; an address such as {supabaseKey} in its place is none yet. */
const PASSWORD_IN_URL = /(:\/\/[^\s/:@]*:)[^\s/@{}]+@/g;

/** Whether a variable is named like a secret and has a value, which an address such as `{supabaseKey}` is not yet. */
export function isNamedLikeSecret(name: string, value: string): boolean {
  return SECRET_NAME.test(name) && value !== '' && !/^\{[\w.]+\}$/.test(value);
}

/** A text with `…` for the passwords of its URLs. */
export function withoutPasswords(text: string): string {
  return text.replaceAll(PASSWORD_IN_URL, '$1…@');
}

/**
 * Whether the value of a variable should stand in no file: it is named like a secret, or is a URL with a password.
 *
 * @remarks A URL at an address of the stack, such as `postgres://app:app@{databaseHost}/`, has no password that outlives
 * the run.
 */
export function isSecret(name: string, value: string): boolean {
  return isNamedLikeSecret(name, value) || (withoutPasswords(value) !== value && !/\{[\w.]+\}/.test(value));
}
