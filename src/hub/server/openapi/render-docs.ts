import { escapeHtml } from '../../../shared/escape-html.ts';
interface Operation {
  summary: string;
  'x-role'?: string;
  parameters: { name: string; in: string; required: boolean; schema: unknown }[];
  requestBody?: { content: Record<string, { schema: { $ref?: string } }> };
  responses: Record<string, { content?: Record<string, { schema: { $ref?: string } }> }>;
}
interface Document {
  info: { title: string; version: string; description: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown> };
  'x-failures': Record<string, { status: number; title: string }>;
}

/** The description as one plain page: readable without scripts, made on the server, loads nothing from elsewhere. */
export function renderDocs(description: object): string {
  const { info, paths, components, 'x-failures': failures } = description as Document;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => renderOperation(method, path, operation)),
  );
  const shapes = Object.entries(components.schemas).map(
    ([name, schema]) =>
      `<details id="${escapeHtml(name)}"><summary>${escapeHtml(name)}</summary><pre>${escapeHtml(JSON.stringify(schema, null, 2))}</pre></details>`,
  );
  const codes = Object.entries(failures).map(
    ([code, { status, title }]) =>
      `<tr><td><code>${escapeHtml(code)}</code></td><td>${status}</td><td>${escapeHtml(title)}</td></tr>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(info.title)} API</title><link rel="stylesheet" href="/docs/style.css"></head><body>
<h1>${escapeHtml(info.title)} API <small>${escapeHtml(info.version)}</small></h1>
<p>${escapeHtml(info.description)} Machine-readable: <a href="/api/v1/openapi.json">openapi.json</a>.</p>
<h2>Paths</h2>${operations.join('\n')}
<h2>Failures</h2><table>${codes.join('')}</table>
<h2>Shapes</h2>${shapes.join('\n')}
</body></html>`;
}

export const docsStyle = `:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
pre{overflow:auto}section{border-top:1px solid #8884;padding:.5rem 0}section h3{margin:0;font:600 15px/1.5 ui-monospace,monospace}
section p{margin:.2rem 0}td{padding:0 1rem 0 0}small{opacity:.7;font-weight:400}
`;

function renderOperation(method: string, path: string, operation: Operation): string {
  const parameters = operation.parameters.map(
    (parameter) =>
      `<code>${escapeHtml(parameter.name)}</code> <small>${parameter.in}${parameter.required ? ', required' : ''}</small>`,
  );
  const [status, answer] = Object.entries(operation.responses)[0] ?? ['', {}];
  const shape = Object.values(answer.content ?? {})[0]?.schema.$ref;
  const body = Object.values(operation.requestBody?.content ?? {})[0]?.schema.$ref;
  return `<section><h3>${method.toUpperCase()} ${escapeHtml(path)}</h3><p>${escapeHtml(operation.summary)}. <small>${
    operation['x-role'] ? `role ${operation['x-role']}` : 'no login'
  }</small></p>${parameters.length > 0 ? `<p>${parameters.join(' · ')}</p>` : ''}<p>${
    body ? `takes ${linkTo(body)}, ` : ''
  }answers ${status}${shape ? ` ${linkTo(shape)}` : ''}</p></section>`;
}

function linkTo(ref: string): string {
  const name = escapeHtml(ref.slice(ref.lastIndexOf('/') + 1));
  return `<a href="#${name}">${name}</a>`;
}
