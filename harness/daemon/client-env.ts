/**
 * An environment as the text of an .env file.
 *
 * @remarks Quoted, so that a blank or a # in a value stays what it is; Node's reader takes everything between quotes.
 */
export function envText(env: Readonly<Record<string, string>>): string {
  const lines = Object.entries(env).map(([name, value]) => `${name}=${quoted(value)}`);
  return ['# The stack that is up, for its clients. This file holds a key: keep it secret.', ...lines, ''].join('\n');
}

function quoted(value: string): string {
  if (/^[\w./:@%+-]*$/.test(value)) return value;
  const quote = ["'", '"', '`'].find((mark) => !value.includes(mark)) ?? "'";
  return `${quote}${value}${quote}`;
}
