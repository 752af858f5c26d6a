import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ApiConfig } from '../config.ts';
import { authorise } from './authorise.ts';
import type { DocumentService } from './document-service.ts';
import { limitRate } from './limit-rate.ts';
import { answerProblem, notJson, Problem, problemOf } from './problem.ts';
import { cancelRoute, healthRoute, readyRoute, reviewRoute, startRoute, stateRoute } from './routes.ts';
import { serveTryPage } from './try-page.ts';

/** The limits and the secret of the API. */
export type AppConfig = Pick<ApiConfig, 'API_TOKEN' | 'API_BODY_LIMIT_BYTES' | 'API_REQUESTS_PER_SECOND'>;

/**
 * The REST API as an application: everything but the server.
 *
 * @param count - counts each request
 */
export function createApp(documents: DocumentService, config: AppConfig, count?: MiddlewareHandler): OpenAPIHono {
  const app = new OpenAPIHono({
    defaultHook: (result) => {
      if (!result.success) throw new Problem(400, issueOf(result.error.issues));
    },
  });
  if (count !== undefined) app.use('*', count);
  app.onError((error, context) => answerProblem(context, problemOf(error)));
  app.notFound((context) => answerProblem(context, missing(context)));
  const guards = [limitRate(config.API_REQUESTS_PER_SECOND), authorise(config.API_TOKEN), ...bodyGuards(config)];
  app.use('/documents/*', ...guards);
  app.openapi(healthRoute, (context) => context.json({ status: 'ok' as const }, 200));
  app.openapi(readyRoute, async (context) => {
    await documents.ready();
    return context.json({ status: 'ok' as const }, 200);
  });
  addDocuments(app, documents);
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' });
  const info = {
    title: 'Documents',
    version: '1',
    description: 'Starts, reviews and cancels ingestions of documents.',
  };
  app.doc31('/openapi.json', { openapi: '3.1.0', info });
  serveTryPage(app);
  return app;
}

function addDocuments(app: OpenAPIHono, documents: DocumentService): void {
  app.openapi(startRoute, async (context) => {
    const key = context.req.valid('header')['Idempotency-Key'];
    return context.json(await documents.start(context.req.valid('json'), key), 202);
  });
  app.openapi(stateRoute, async (context) => {
    return context.json(await documents.state(context.req.valid('param').document), 200);
  });
  app.openapi(reviewRoute, async (context) => {
    const key = context.req.valid('header')['Idempotency-Key'];
    const { document } = context.req.valid('param');
    return context.json(await documents.review(document, context.req.valid('json'), key), 202);
  });
  app.openapi(cancelRoute, async (context) => {
    return context.json(await documents.cancel(context.req.valid('param').document), 202);
  });
}

function bodyGuards({ API_BODY_LIMIT_BYTES: maxSize }: AppConfig): readonly MiddlewareHandler[] {
  const tooLarge = new Problem(413, `The body may have at most ${maxSize} bytes. Send less.`);
  const onlyJson: MiddlewareHandler = async (context, next) => {
    const type = context.req.header('Content-Type') ?? 'none';
    if (context.req.method === 'POST' && knows(context, 'POST') && !/^application\/json\s*(?:;|$)/i.test(type)) {
      throw notJson();
    }
    await next();
  };
  return [bodyLimit({ maxSize, onError: (context) => answerProblem(context, tooLarge) }), onlyJson];
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly code?: string | undefined;
  readonly message: string;
}

function issueOf([issue]: readonly Issue[]): string {
  if (issue === undefined) return 'The request breaks its schema. See /openapi.json.';
  const where = issue.path.length === 0 ? 'The body' : issue.path.join('.');
  const what = issue.message.startsWith('must ') ? issue.message : `is refused: ${issue.message}`;
  return `${where} ${what}. See /openapi.json.`;
}

/** The methods of each path, to tell a wrong method from a wrong path. */
const methods: readonly (readonly [path: RegExp, allowed: string])[] = [
  [/^\/documents$/, 'POST'],
  [/^\/documents\/[^/]+$/, 'GET, DELETE'],
  [/^\/documents\/[^/]+\/review$/, 'POST'],
  [/^\/(healthz|readyz|openapi\.json)?$/, 'GET'],
];

function allowedAt({ req }: Context): string | undefined {
  return methods.find(([path]) => path.test(req.path))?.[1];
}

function knows(context: Context, method: string): boolean {
  return allowedAt(context)?.includes(method) === true;
}

function missing(context: Context): Problem {
  const allowed = allowedAt(context);
  if (allowed === undefined) return new Problem(404, 'There is nothing at this path. See /openapi.json.');
  return new Problem(405, `This path knows only ${allowed}. See /openapi.json.`, { Allow: allowed });
}
