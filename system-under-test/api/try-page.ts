import { createHash } from 'node:crypto';
import type { OpenAPIHono } from '@hono/zod-openapi';

/** Makes one form of each operation of /openapi.json; the token stays in the page. */
const script = `
const escape = (text) => String(text).replace(/[&<>"]/g, (mark) => '&#' + mark.charCodeAt(0) + ';');
const forms = document.querySelector('main');
const field = (name, value, rows) => '<label>' + escape(name) + (rows
  ? '<textarea name="' + escape(name) + '" rows="' + rows + '">' + escape(value) + '</textarea>'
  : '<input name="' + escape(name) + '" value="' + escape(value) + '">') + '</label>';
const example = (schema, all) => {
  if (schema.$ref) return example(all[schema.$ref.split('/').pop()], all);
  if (schema.type === 'object') {
    return Object.fromEntries(Object.entries(schema.properties).map(([name, part]) => [name, example(part, all)]));
  }
  return schema.example ?? schema.default ?? (schema.enum ?? [''])[0];
};
const send = async (form, method, path) => {
  const values = Object.fromEntries(new FormData(form));
  const headers = { Authorization: 'Bearer ' + document.querySelector('#token').value };
  if (values['Idempotency-Key']) headers['Idempotency-Key'] = values['Idempotency-Key'];
  if (values.body) headers['Content-Type'] = 'application/json';
  const url = path.replace(/{(\\w+)}/g, (_, name) => encodeURIComponent(values[name]));
  const output = form.querySelector('output');
  try {
    const answer = await fetch(url, { method, headers, ...(values.body ? { body: values.body } : {}) });
    output.textContent = answer.status + ' ' + (await answer.text());
  } catch (error) {
    output.textContent = 'No answer came: ' + error.message + '. Send it again, with the same Idempotency-Key.';
  }
};
const { paths, components } = await (await fetch('/openapi.json')).json();
for (const [path, operations] of Object.entries(paths)) {
  for (const [method, operation] of Object.entries(operations)) {
    const form = document.createElement('form');
    const body = operation.requestBody?.content['application/json'].schema;
    form.innerHTML = '<h2>' + escape(method.toUpperCase() + ' ' + path) + '</h2><p>' + escape(operation.summary) + '</p>'
      + (operation.parameters ?? []).map((one) => field(one.name,
        one.name === 'Idempotency-Key' ? crypto.randomUUID() : (one.schema.example ?? ''))).join('')
      + (body ? field('body', JSON.stringify(example(body, components.schemas), null, 2), 6) : '')
      + '<button>Send</button><output></output>';
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void send(form, method.toUpperCase(), path);
    });
    forms.append(form);
  }
}
`;

const style = `
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 45rem; padding: 0 1rem; }
form { border-top: 1px solid #999; } h2 { font: 600 1rem monospace; margin-bottom: 0; }
label { display: block; } input, textarea { box-sizing: border-box; display: block; font: 14px monospace; width: 100%; }
output { display: block; font: 14px monospace; overflow-wrap: anywhere; }
`;

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Documents: try the API</title>
<style>${style}</style>
<h1>Documents</h1>
<label>Bearer token<input id="token" type="password" autocomplete="off"></label>
<main></main>
<script type="module">${script}</script>
</html>
`;

/** The page may run and show what is in it and ask this API, and nothing else. */
const policy = [
  "default-src 'none'",
  "connect-src 'self'",
  `script-src '${digestOf(script)}'`,
  `style-src '${digestOf(style)}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Serves the page on which the API can be tried. It loads nothing from elsewhere. */
export function serveTryPage(app: OpenAPIHono): void {
  app.get('/', (context) => context.html(page, 200, { 'Content-Security-Policy': policy }));
}

function digestOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
