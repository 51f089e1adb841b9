import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import files from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from './route.ts';

const yearSeconds = 31_536_000;
const buildLength = 12;

/** The built page's folder and a name for exactly this build: the one HTML file names all others by their content. */
export async function findPage(webRoot: string | undefined): Promise<{ root: string; build: string } | null> {
  // Beside the built program, or from the sources into the build.
  const places = ['../../web', '../../../dist/web'].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  const root = (webRoot === undefined ? places : [webRoot]).find((path) => existsSync(`${path}/index.html`));
  if (root === undefined) return null;
  const html = await readFile(`${root}/index.html`);
  return { root, build: createHash('sha256').update(html).digest('hex').slice(0, buildLength) };
}

/** Serves the built page; its hashed files may be kept for ever. Without one, `/` says what to do. */
export async function servePage(app: App, root: string | null): Promise<void> {
  // The files have no data on them: all that the page shows comes from the API.
  const config = { access: 'none', hidden: true } as const;
  if (root === null) {
    app.get('/', { config }, async (_request, reply) =>
      reply
        .type('text/plain')
        .send('The page is not built yet: npm run build. The API is described at /docs.\n'),
    );
    return;
  }
  app.addHook('onRoute', (route) => {
    if (route.url === '/' || route.url === '/*') route.config = { ...route.config, ...config };
  });
  await app.register(files, {
    root,
    cacheControl: false,
    preCompressed: true,
    dotfiles: 'deny',
    setHeaders: (response, path) => {
      const isHashed = path.includes(`${sep}assets${sep}`);
      response.header('cache-control', isHashed ? `public, max-age=${yearSeconds}, immutable` : 'no-cache');
    },
  });
}

/** Addresses inside the page, typed or kept: the one HTML file answers for all of them. Null when a page is not what was asked for. */
export function pageFor(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  path: string,
): FastifyReply | null {
  const wantsPage =
    (request.method === 'GET' || request.method === 'HEAD') &&
    (request.headers.accept ?? '').includes('text/html') &&
    !/^\/(api|assets)(\/|$)/.test(path);
  return wantsPage && app.hasReplyDecorator('sendFile') ? reply.sendFile('index.html') : null;
}
