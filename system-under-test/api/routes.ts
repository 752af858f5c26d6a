import { createRoute, type z } from '@hono/zod-openapi';
import * as schemas from './schemas.ts';

const meanings = {
  400: 'The request breaks its schema.',
  401: 'The bearer token is missing or wrong.',
  404: 'No such document was started.',
  409: 'The document does not allow it now.',
  413: 'The body is too large.',
  415: 'The body is not JSON.',
  422: 'The Idempotency-Key came with another request before.',
  429: 'Too many requests.',
  503: 'Temporal does not answer.',
} as const;

type Refusals = Partial<
  Record<keyof typeof meanings, { description: string; content: Content<typeof schemas.problem> }>
>;
type Content<T> = { 'application/problem+json': { schema: T } };

function refusals(...statuses: readonly (keyof typeof meanings)[]): Refusals {
  const content = { 'application/problem+json': { schema: schemas.problem } };
  return Object.fromEntries(statuses.map((status) => [status, { description: meanings[status], content }]));
}

function json<T extends z.ZodType>(schema: T, description: string) {
  return { description, content: { 'application/json': { schema } } };
}

const security = [{ bearer: [] }];
const common = [400, 401, 429] as const;
const withBody = [...common, 413, 415, 422] as const;

/** POST /documents */
export const startRoute = createRoute({
  method: 'post',
  path: '/documents',
  summary: 'Start the ingestion of a document.',
  security,
  request: {
    headers: schemas.keyHeader,
    body: { required: true, content: { 'application/json': { schema: schemas.startBody } } },
  },
  responses: { 202: json(schemas.accepted, 'It is started.'), ...refusals(...withBody, 409, 503) },
});

/** GET /documents/{document} */
export const stateRoute = createRoute({
  method: 'get',
  path: '/documents/{document}',
  summary: 'Ask how a document stands: by its workflow, and by its row.',
  security,
  request: { params: schemas.documentPath },
  responses: { 200: json(schemas.documentState, 'How it stands.'), ...refusals(...common, 404, 503) },
});

/** POST /documents/{document}/review */
export const reviewRoute = createRoute({
  method: 'post',
  path: '/documents/{document}/review',
  summary: 'Review a document. A review that is sent again with the same key counts once.',
  security,
  request: {
    params: schemas.documentPath,
    headers: schemas.keyHeader,
    body: { required: true, content: { 'application/json': { schema: schemas.reviewBody } } },
  },
  responses: { 202: json(schemas.accepted, 'It is sent.'), ...refusals(...withBody, 404, 409, 503) },
});

/** DELETE /documents/{document} */
export const cancelRoute = createRoute({
  method: 'delete',
  path: '/documents/{document}',
  summary: 'Cancel the ingestion of a document.',
  security,
  request: { params: schemas.documentPath },
  responses: { 202: json(schemas.accepted, 'It is asked for.'), ...refusals(...common, 404, 409, 503) },
});

/** GET /healthz */
export const healthRoute = createRoute({
  method: 'get',
  path: '/healthz',
  summary: 'Whether the API runs.',
  responses: { 200: json(schemas.health, 'It runs.') },
});

/** GET /readyz */
export const readyRoute = createRoute({
  method: 'get',
  path: '/readyz',
  summary: 'Whether the API can serve: Temporal answers.',
  responses: { 200: json(schemas.health, 'It can.'), ...refusals(503) },
});
