/** Messages of Temporal about what its namespace lacks, with the field of chaos.config.ts that sets it up. */
const lacking: readonly (readonly [RegExp, string])[] = [
  [/\bsearch attribute/i, 'setup.searchAttributes'],
  [/\bnexus\b.*\bendpoint|\bendpoint\b.*\bnot (?:found|registered)/i, 'setup.nexusEndpoints'],
];

/** A message of Temporal; if its namespace lacks something, with advice how the run's own one gets it. */
export function withAdvice(message: string): string {
  const sentence = message.replace(/\.$/, '');
  const [, field] = lacking.find(([pattern]) => pattern.test(message)) ?? [];
  return field === undefined ? sentence : `${sentence} (name what is missing in \`${field}\` of chaos.config.ts)`;
}
