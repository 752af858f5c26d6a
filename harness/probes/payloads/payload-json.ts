import { z } from 'zod';
import type { PayloadBytes } from '../../model/data-converter.ts';

/** Schema of a payload in Temporal's JSON, in which bytes are base64. */
export const payloadJsonSchema = z.object({
  metadata: z.record(z.string(), z.base64()).optional(),
  data: z.base64().optional(),
});

/** A payload in Temporal's JSON. */
export type PayloadJson = z.infer<typeof payloadJsonSchema>;

/** A payload in Temporal's JSON, whole. */
export type WrittenPayload = { readonly metadata: Readonly<Record<string, string>>; readonly data: string };

/** A payload of Temporal's JSON as SDKs have it in memory. */
export function payloadFromJson({ metadata = {}, data = '' }: PayloadJson): PayloadBytes {
  const named = Object.entries(metadata).map(([name, value]) => [name, bytesIn(value)] as const);
  return { metadata: Object.fromEntries(named), data: bytesIn(data) };
}

/** A payload in Temporal's JSON. */
export function payloadToJson({ metadata, data }: PayloadBytes): WrittenPayload {
  const named = Object.entries(metadata ?? {}).map(([name, value]) => [name, textOf(value)] as const);
  return { metadata: Object.fromEntries(named), data: textOf(data ?? new Uint8Array()) };
}

/** The encoding that a payload names; empty if it names none. */
export function encodingOf({ metadata }: PayloadBytes): string {
  return Buffer.from(metadata?.['encoding'] ?? []).toString();
}

/** Separate bytes: those of a small Buffer are a part of a shared one. */
function bytesIn(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
