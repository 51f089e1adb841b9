import { isoTime } from '../../../shared/clock.ts';
import type { App, Context } from '../route.ts';
import { utc } from './events.ts';
import { decodeNumberCursor, encodeCursor } from '../route.ts';
import {
  auditPage,
  auditQuery,
  loginLink,
  newToken,
  newTokenBody,
  tokenPage,
  tokenParams,
} from '../schema.ts';

export function accessRoutes(app: App, { access, accessStore, url }: Context): void {
  app.get(
    '/api/v1/tokens',
    {
      config: { access: 'admin', summary: 'Tokens, without their secrets' },
      schema: { response: { 200: tokenPage } },
    },
    async () => ({ tokens: access.tokens() }),
  );

  app.post(
    '/api/v1/tokens',
    {
      config: { access: 'admin', audit: 'token.create', summary: 'A new token; its secret is told only now' },
      schema: { body: newTokenBody, response: { 201: newToken } },
    },
    async (request, reply) => {
      const { name, role, expiresAt } = request.body;
      request.auditTarget = name;
      request.auditDetail = { role, expiresAt };
      const created = await access.createToken({
        name,
        role,
        expiresAt: expiresAt === null ? null : Date.parse(expiresAt),
      });
      return reply.code(201).send({ ...created.token, token: created.secret });
    },
  );

  app.delete(
    '/api/v1/tokens/:id',
    {
      config: {
        access: 'admin',
        audit: 'token.revoke',
        summary: 'End a token and the sessions opened with it',
      },
      schema: { params: tokenParams },
    },
    async (request, reply) => {
      await access.revokeToken(request.params.id);
      return reply.code(204).send();
    },
  );

  app.post(
    '/api/v1/login-links',
    {
      config: {
        access: 'admin',
        audit: 'login-link.create',
        summary: 'A link that logs in one browser within ten minutes',
      },
      schema: { response: { 201: loginLink } },
    },
    async (_request, reply) => {
      const { code, expiresAt } = access.createLoginCode();
      return reply.code(201).send({ url: `${url()}/login?code=${code}`, expiresAt: isoTime(expiresAt) });
    },
  );

  app.get(
    '/api/v1/audit',
    {
      config: { access: 'admin', summary: 'Who did what, newest first' },
      schema: { querystring: auditQuery, response: { 200: auditPage } },
    },
    async (request) => {
      const { limit, cursor, since, until, ...about } = request.query;
      const found = await accessStore.readAudit({
        ...about,
        since: utc(since),
        until: utc(until),
        limit: limit + 1,
        before: decodeNumberCursor(cursor) ?? null,
      });
      const entries = found.slice(0, limit);
      const last = entries.at(-1);
      return { entries, next: last && found.length > limit ? encodeCursor(last.id) : null };
    },
  );
}
