import { z } from 'zod';
import { answerSchema, fatalSchema, helloSchema, requestSchema } from '../../../harness/probes/replayer-protocol.ts';

/** The messages of the protocol of replayers, as one JSON Schema. */
export function replayerSchema(): string {
  const messages = { hello: helloSchema, request: requestSchema, answer: answerSchema, fatal: fatalSchema };
  const schemas = Object.entries(messages).map(([name, schema]) => {
    const { $schema: _, ...shape } = z.toJSONSchema(schema);
    return [name, shape] as const;
  });
  const json = JSON.stringify({ $defs: Object.fromEntries(schemas) }, null, 2);
  return `\`\`\`json\n${withShortLists(json)}\n\`\`\``;
}

/** Lists of texts on one line each, as the formatter writes them. */
function withShortLists(json: string): string {
  return json.replaceAll(/\[\s+("[^"]*"(?:,\s+"[^"]*")*)\s+\]/g, (_, texts: string) => {
    return `[${texts.replaceAll(/,\s+/g, ', ')}]`;
  });
}
