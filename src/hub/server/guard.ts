import type { FastifyRequest } from 'fastify';
import { isoTime } from '../../shared/clock.ts';
import { Failure } from '../../shared/failure.ts';
import {
  type Access,
  allows,
  type Identity,
  isAllowedHost,
  isSameOrigin,
  sessionCookieName,
} from './auth/index.ts';
import { type App, type AuditedAct, type Context, callerOf } from './route.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);
/** A header that no form and no foreign page can send without asking first; the page sends it with every change. */
const csrfHeader = 'x-yagura-request';

/** Every request passes here before anything of it is read: is it for us, who sends it, and may they? */
export function installGuard(app: App, context: Context, ownNames: ReadonlySet<string>): void {
  app.decorateRequest('identity', null);
  app.decorateRequest('auditTarget', null);
  app.decorateRequest('auditEntries', null);
  app.decorateRequest('failureCode', null);
  app.decorateRequest('auditDetail');

  app.addHook('onRequest', async (request) => {
    request.auditDetail = {};
    if (!isAllowedHost(request.headers.host, ownNames)) {
      throw new Failure('wrong_host', "use an address, localhost, or this machine's own name");
    }
    const access = request.routeOptions.config.access ?? (request.is404 ? 'none' : 'admin');
    if (access === 'none') return;
    request.identity = identify(request, context.access, context.secure);
    const { role, via } = callerOf(request);
    if (via === 'session' && !comesFromPage(request)) {
      throw new Failure(
        'csrf',
        `a session may change things only from the page itself, with the header ${csrfHeader}`,
      );
    }
    if (!allows(role, access))
      throw new Failure('forbidden', `this needs the role ${access}; yours is ${role}`);
  });

  app.addHook('onResponse', async (request, reply) => {
    const action = request.routeOptions.config.audit;
    const { identity } = request;
    // Strangers are turned away without a record, or anyone could fill the disk.
    if (action === undefined || identity === null) return;
    const params = request.params as { name?: string; id?: string };
    const whole: AuditedAct = {
      action,
      target: request.auditTarget ?? params.name ?? params.id ?? null,
      outcome: reply.statusCode < 400 ? 'done' : (request.failureCode ?? 'internal'),
      detail: request.auditDetail,
    };
    const time = isoTime(context.clock.now());
    const { actor, role } = identity;
    try {
      for (const act of request.auditEntries ?? [whole])
        await context.accessStore.appendAudit({ time, actor, role, address: request.ip, ...act });
    } catch (error) {
      context.log('writing the audit log', error);
    }
  });
}

function identify(request: FastifyRequest, access: Access, secure: boolean): Identity | null {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const secret = secretIn(authorization, request.routeOptions.config.basicAuth ?? false);
    return secret === null ? null : access.byToken(secret);
  }
  const cookie = request.cookies[sessionCookieName(request, secure)];
  return cookie === undefined ? null : access.bySession(cookie);
}

function secretIn(authorization: string, basicToo: boolean): string | null {
  const [, scheme = '', credentials = ''] = /^(bearer|basic) +(\S+)$/i.exec(authorization) ?? [];
  if (scheme.toLowerCase() !== 'basic') return credentials || null;
  // The user's name may be anything.
  return basicToo
    ? Buffer.from(credentials, 'base64')
        .toString()
        .replace(/^[^:]*:/, '')
    : null;
}

/** Reading is harmless: other origins cannot see the answer. Changes and WebSockets, which are exempt from that rule, must be ours. */
function comesFromPage(request: FastifyRequest): boolean {
  if (request.headers.upgrade !== undefined) return isSameOrigin(request.headers);
  if (safeMethods.has(request.method)) return true;
  return isSameOrigin(request.headers) && request.headers[csrfHeader] !== undefined;
}
