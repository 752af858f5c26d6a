import { z } from 'zod';

/** The end of a TLS handshake at the gateway, and the serial number of the certificate that the client showed. */
export const handshakeEntry = z.strictObject({
  kind: z.literal('handshake'),
  link: z.string(),
  component: z.string(),
  incarnation: z.int().positive(),
  outcome: z.enum(['accepted', 'refused']),
  /** In lower case; null if it showed none. */
  serial: z.string().nullable(),
  /** Why it was refused, in OpenSSL's words. */
  reason: z.string().optional(),
});

/** A component's certificate, read back from its file. */
export const certificateEntry = z.strictObject({
  kind: z.literal('certificate'),
  component: z.string(),
  /** In lower case. */
  serial: z.string(),
  validFrom: z.iso.datetime(),
  validTo: z.iso.datetime(),
});
