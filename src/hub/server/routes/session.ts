import type { FastifyReply, FastifyRequest } from 'fastify';
import { isoTime } from '../../../shared/clock.ts';
import { Failure } from '../../../shared/failure.ts';
import { type Identity, sessionCookieName } from '../auth/index.ts';
import type { App, Context } from '../route.ts';
import { callerOf } from '../route.ts';
import { loginBody, loginQuery, me } from '../schema.ts';

export function sessionRoutes(app: App, context: Context): void {
  const { access, accessStore, loginLimit, clock, secure } = context;

  const logIn = async (
    request: FastifyRequest,
    reply: FastifyReply,
    how: 'token' | 'link',
    prove: () => Promise<Identity | null>,
  ): Promise<Identity | null> => {
    const wait = loginLimit.waitSeconds(request.ip);
    if (wait > 0) {
      reply.header('retry-after', wait);
      throw new Failure('too_many_requests', `too many failed logins; try again in ${wait} s`);
    }
    const identity = await prove();
    if (!identity) loginLimit.failed(request.ip);
    await accessStore
      .appendAudit({
        time: isoTime(clock.now()),
        actor: identity?.actor ?? 'nobody',
        role: identity?.role ?? null,
        action: 'login',
        target: null,
        outcome: identity ? 'done' : 'unauthorized',
        address: request.ip,
        detail: { how },
      })
      .catch((error: unknown) => context.log('writing the audit log', error));
    if (identity) {
      reply.setCookie(sessionCookieName(request, secure), access.startSession(identity), {
        path: '/',
        httpOnly: true,
        sameSite: 'strict',
        secure,
      });
    }
    return identity;
  };

  app.post(
    '/api/v1/login',
    {
      config: { access: 'none', summary: 'A token for a session cookie' },
      schema: { body: loginBody, response: { 200: me } },
    },
    async (request, reply) => {
      const identity = await logIn(request, reply, 'token', async () =>
        access.byToken(request.body.token.trim()),
      );
      if (!identity) throw new Failure('unauthorized', 'this token is not known, or it has ended');
      return viewOf({ ...identity, via: 'session' });
    },
  );

  app.post(
    '/api/v1/logout',
    { config: { access: 'viewer', audit: 'logout', summary: 'End this session' } },
    async (request, reply) => {
      access.endSession(callerOf(request));
      return reply.clearCookie(sessionCookieName(request, secure), { path: '/', secure }).code(204).send();
    },
  );

  app.get(
    '/api/v1/me',
    {
      config: { access: 'viewer', summary: 'Who is asking, and with which role' },
      schema: { response: { 200: me } },
    },
    async (request) => viewOf(callerOf(request)),
  );

  // The page has a route of the same name for typing a token in; only a link carries a code. HEAD must not use a link up.
  app.get(
    '/login',
    {
      exposeHeadRoute: false,
      config: { access: 'none', hidden: true },
      schema: { querystring: loginQuery },
    },
    async (request, reply) => {
      const { code } = request.query;
      if (code === undefined) return reply.callNotFound();
      const identity = await logIn(request, reply, 'link', () => access.redeemLoginCode(code));
      return reply
        .header('referrer-policy', 'no-referrer')
        .redirect(identity ? '/' : '/login?link=expired', 303);
    },
  );
}

function viewOf(identity: Pick<Identity, 'name' | 'role' | 'via' | 'expiresAt'>) {
  const { name, role, via, expiresAt } = identity;
  return { name, role, via, expiresAt: expiresAt === null ? null : isoTime(expiresAt) };
}
