import type { App, Context } from '../route.ts';
import { callerOf, decodeCursor, decodeNumberCursor, encodeCursor } from '../route.ts';
import {
  errorChanged,
  errorGroupDetail,
  errorPage,
  errorSummary,
  occurrencePage,
} from '../../errors/index.ts';
import {
  attachmentParams,
  errorChangeBody,
  errorMergeBody,
  errorMoved,
  errorParams,
  errorQuery,
  errorsChangeBody,
  errorsQuery,
  errorSplitBody,
  errorSummaryQuery,
  occurrencesQuery,
} from '../schema.ts';

const hourMs = 3_600_000;

export function errorRoutes(app: App, { errors }: Context): void {
  app.get(
    '/api/v1/errors',
    {
      config: {
        access: 'viewer',
        summary: 'Kinds of errors, by status, category, worker, text; with their trend',
      },
      schema: { querystring: errorsQuery, response: { 200: errorPage } },
    },
    async (request) => {
      const { since, cursor, ...query } = request.query;
      const page = errors.groups({
        ...query,
        sinceMs: since === undefined ? undefined : Date.parse(since),
        cursor: decodeCursor(cursor) ?? undefined,
      });
      return { ...page, next: page.next === null ? null : encodeCursor(page.next) };
    },
  );

  app.get(
    '/api/v1/errors/summary',
    {
      config: {
        access: 'viewer',
        summary: 'What mostly goes wrong: occurrences by category over time, the largest groups of each',
      },
      schema: { querystring: errorSummaryQuery, response: { 200: errorSummary } },
    },
    async ({ query }) => errors.summary({ spanMs: query.hours * hourMs, worker: query.worker }),
  );

  app.get(
    '/api/v1/errors/:id',
    {
      config: {
        access: 'viewer',
        summary:
          'One kind of error: newest and typical occurrence, why it is one kind, its trend, workers, restarts, deploys, likenesses',
      },
      schema: { params: errorParams, querystring: errorQuery, response: { 200: errorGroupDetail } },
    },
    async ({ params, query }) => errors.group(params.id, query.hours * hourMs),
  );

  app.get(
    '/api/v1/errors/:id/occurrences',
    {
      config: { access: 'viewer', summary: 'Occurrences that are kept, newest first' },
      schema: { params: errorParams, querystring: occurrencesQuery, response: { 200: occurrencePage } },
    },
    async ({ params, query }) => {
      const { cursor, ...asked } = query;
      const page = errors.occurrences(params.id, { ...asked, before: decodeNumberCursor(cursor) });
      return { ...page, next: page.next === null ? null : encodeCursor(page.next) };
    },
  );

  app.get(
    '/api/v1/errors/:id/attachments/:attachment',
    {
      config: {
        access: 'viewer',
        summary: 'A file that came with an occurrence, to be saved and never shown',
        answers: 'application/octet-stream',
      },
      schema: { params: attachmentParams },
    },
    async ({ params }, reply) => {
      const { name, data } = errors.attachment(params.id, params.attachment);
      return reply
        .type('application/octet-stream')
        .header('content-disposition', asFile(name))
        .send(Buffer.from(data));
    },
  );

  app.patch(
    '/api/v1/errors/:id',
    {
      config: {
        access: 'operator',
        audit: 'error.change',
        summary: 'Resolve, ignore, reopen, assign, note, or correct the category, which teaches',
      },
      schema: { params: errorParams, body: errorChangeBody, response: { 200: errorChanged } },
    },
    async (request) => {
      const { id } = request.params;
      request.auditTarget = `error ${id}`;
      request.auditDetail = request.body;
      const { reclassified } = await errors.change(id, request.body, callerOf(request).actor);
      return { group: errors.group(id), reclassified };
    },
  );

  app.post(
    '/api/v1/errors/actions',
    {
      config: {
        access: 'operator',
        audit: 'error.change',
        summary: 'Resolve, ignore, reopen or assign many in one go',
      },
      schema: { body: errorsChangeBody },
    },
    async (request, reply) => {
      const { groups, ...change } = request.body;
      request.auditTarget = `${groups.length} errors`;
      request.auditDetail = request.body;
      for (const id of groups) errors.group(id); // all or nothing: an unknown one is told before any is changed
      for (const id of groups) await errors.change(id, change, callerOf(request).actor);
      return reply.code(204).send();
    },
  );

  app.post(
    '/api/v1/errors/merge',
    {
      config: {
        access: 'operator',
        audit: 'error.merge',
        summary: 'Make several kinds one, for what comes later too',
      },
      schema: { body: errorMergeBody, response: { 200: errorMoved } },
    },
    async (request) => {
      const { groups, into } = request.body;
      request.auditTarget = `error ${into}`;
      request.auditDetail = request.body;
      return { group: errors.merge(groups, into, callerOf(request).actor) };
    },
  );

  app.post(
    '/api/v1/errors/merges/:id/undo',
    {
      config: { access: 'operator', audit: 'error.undo-merge', summary: 'Part what a merge made one' },
      schema: { params: errorParams },
    },
    async (request, reply) => {
      request.auditTarget = `merge ${request.params.id}`;
      errors.undoMerge(request.params.id);
      return reply.code(204).send();
    },
  );

  app.post(
    '/api/v1/errors/:id/split',
    {
      config: {
        access: 'operator',
        audit: 'error.split',
        summary:
          "Part a worker's, a value's or a fingerprint's occurrences from the rest, for what comes later too",
      },
      schema: { params: errorParams, body: errorSplitBody, response: { 201: errorMoved } },
    },
    async (request, reply) => {
      const { id } = request.params;
      request.auditTarget = `error ${id}`;
      request.auditDetail = request.body;
      const group = await errors.split(id, request.body, callerOf(request).actor);
      return reply.code(201).send({ group });
    },
  );
}

/** To be saved under this name, whatever is in it; browsers that know no RFC 5987 get what of it is ASCII. */
function asFile(name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
