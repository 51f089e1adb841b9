import { incidentDetail, incidentPage, incidentTimes } from '../../incidents/index.ts';
import type { App, Context } from '../route.ts';
import { callerOf, decodeNumberCursor, encodeCursor } from '../route.ts';
import {
  assignBody,
  incidentNoteBody,
  incidentParams,
  incidentPartBody,
  incidentReportQuery,
  incidentsMergeBody,
  incidentsQuery,
  incidentTimesQuery,
  snoozeBody,
} from '../schema.ts';

const dayMs = 86_400_000;

export function incidentRoutes(app: App, { incidents, clock }: Context): void {
  app.get(
    '/api/v1/incidents',
    {
      config: {
        access: 'viewer',
        summary:
          'What people deal with, newest first: by status, severity, worker, text, whether it was told',
      },
      schema: { querystring: incidentsQuery, response: { 200: incidentPage } },
    },
    async ({ query }) => {
      const { cursor, ...asked } = query;
      const page = incidents.page({ ...asked, before: decodeNumberCursor(cursor) });
      return { ...page, next: page.next === null ? null : encodeCursor(page.next) };
    },
  );

  app.get(
    '/api/v1/incidents/times',
    {
      config: {
        access: 'viewer',
        summary: 'How many incidents there were, and the mean times to detect, acknowledge and heal',
      },
      schema: { querystring: incidentTimesQuery, response: { 200: incidentTimes } },
    },
    async ({ query }) => incidents.times(clock.now() - query.days * dayMs),
  );

  app.get(
    '/api/v1/incidents/:id',
    {
      config: {
        access: 'viewer',
        summary: 'One incident: timeline, likely causes with evidence, impact, what was tried, who was told',
      },
      schema: { params: incidentParams, response: { 200: incidentDetail } },
    },
    async ({ params }) => incidents.detail(params.id),
  );

  app.get(
    '/api/v1/incidents/:id/report',
    {
      config: { access: 'viewer', summary: 'A write-up in Markdown', answers: 'text/markdown' },
      schema: { params: incidentParams, querystring: incidentReportQuery },
    },
    async ({ params, query }, reply) =>
      reply.type('text/markdown; charset=utf-8').send(incidents.report(params.id, query.language)),
  );

  for (const [act, summary] of [
    ['acknowledge', 'Somebody takes care of it: nobody else is told'],
    ['resolve', 'It is over, whatever its alerts say'],
    ['reopen', 'It is not over'],
  ] as const) {
    app.post(
      `/api/v1/incidents/:id/${act}`,
      {
        config: { access: 'operator', audit: `incident.${act}`, summary },
        schema: { params: incidentParams, response: { 200: incidentDetail } },
      },
      async (request) => {
        const { id } = request.params;
        request.auditTarget = `incident ${id}`;
        await incidents[act](id, callerOf(request).actor);
        return incidents.detail(id);
      },
    );
  }

  app.post(
    '/api/v1/incidents/:id/assign',
    {
      config: { access: 'operator', audit: 'incident.assign', summary: 'Who takes care of it; null: nobody' },
      schema: { params: incidentParams, body: assignBody, response: { 200: incidentDetail } },
    },
    async (request) => {
      const { id } = request.params;
      request.auditTarget = `incident ${id}`;
      request.auditDetail = request.body;
      await incidents.assign(id, request.body.to, callerOf(request).actor);
      return incidents.detail(id);
    },
  );

  app.post(
    '/api/v1/incidents/:id/notes',
    {
      config: { access: 'operator', audit: 'incident.note', summary: 'A line for the timeline' },
      schema: { params: incidentParams, body: incidentNoteBody, response: { 200: incidentDetail } },
    },
    async (request) => {
      const { id } = request.params;
      request.auditTarget = `incident ${id}`;
      await incidents.note(id, request.body.text, callerOf(request).actor);
      return incidents.detail(id);
    },
  );

  app.post(
    '/api/v1/incidents/:id/snooze',
    {
      config: {
        access: 'operator',
        audit: 'incident.snooze',
        summary: 'Put it off: until then nobody is told more of it, and then they are reminded',
      },
      schema: { params: incidentParams, body: snoozeBody, response: { 200: incidentDetail } },
    },
    async (request) => {
      const { id } = request.params;
      request.auditTarget = `incident ${id}`;
      request.auditDetail = request.body;
      await incidents.snooze(id, Date.parse(request.body.until), callerOf(request).actor);
      return incidents.detail(id);
    },
  );

  app.post(
    '/api/v1/incidents/:id/merge',
    {
      config: {
        access: 'operator',
        audit: 'incident.merge',
        summary: 'Others go on as a part of this one',
      },
      schema: { params: incidentParams, body: incidentsMergeBody, response: { 200: incidentDetail } },
    },
    async (request) => {
      const { id } = request.params;
      request.auditTarget = `incident ${id}`;
      request.auditDetail = request.body;
      await incidents.merge(id, request.body.incidents, callerOf(request).actor);
      return incidents.detail(id);
    },
  );

  app.post(
    '/api/v1/incidents/:id/part',
    {
      config: {
        access: 'operator',
        audit: 'incident.part',
        summary: 'Part again what was merged into this one',
      },
      schema: { params: incidentParams, body: incidentPartBody, response: { 200: incidentDetail } },
    },
    async (request) => {
      const { id } = request.params;
      request.auditTarget = `incident ${id}`;
      request.auditDetail = request.body;
      await incidents.part(id, request.body.incident, callerOf(request).actor);
      return incidents.detail(id);
    },
  );
}
