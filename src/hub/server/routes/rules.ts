import { Failure } from '../../../shared/failure.ts';
import {
  exportRules,
  ruleBacktest,
  type RuleView,
  ruleBody,
  ruleCheck,
  ruleConditions,
  rulePage,
  ruleView,
} from '../../alerts/index.ts';
import { allows } from '../auth/index.ts';
import { type App, callerOf, type Context, decodeCursor, encodeCursor } from '../route.ts';
import { ruleParams, rulesQuery, ruleTested } from '../schema.ts';
import type { FastifyRequest } from 'fastify';

/** Rules: what is looked for, and what they find. */
export function ruleRoutes(app: App, { rules, url }: Context): void {
  const pingBase = (request: FastifyRequest) =>
    allows(callerOf(request).role, 'operator') ? `${url()}/ping` : null;
  const viewOf = (request: FastifyRequest, name: string) =>
    rules.view(rules.book.get(name), pingBase(request));

  app.get(
    '/api/v1/rules',
    {
      config: { access: 'viewer', summary: 'Rules by name, with how each of them is now' },
      schema: { querystring: rulesQuery, response: { 200: rulePage } },
    },
    async (request) => {
      const { cursor, limit, origin, state, q } = request.query;
      const after = decodeCursor(cursor) ?? '';
      const found: RuleView[] = [];
      for (const booked of rules.book.all()) {
        const { name } = booked.rule;
        if (name <= after || (origin !== undefined && booked.rule.origin !== origin)) continue;
        if (q !== undefined && !name.toLowerCase().includes(q.toLowerCase())) continue;
        const view = rules.view(booked, pingBase(request));
        if (state !== undefined && view.now.state !== state) continue;
        found.push(view);
        if (found.length > limit) break;
      }
      const page = found.slice(0, limit);
      const last = page.at(-1);
      return { rules: page, next: found.length > limit && last ? encodeCursor(last.name) : null };
    },
  );

  app.get(
    '/api/v1/rules.yaml',
    {
      config: {
        access: 'viewer',
        summary: 'Rules as they would stand in yagura.yaml: those of the page, or of another origin',
        answers: 'application/yaml',
      },
      schema: { querystring: rulesQuery.pick({ origin: true }) },
    },
    async (request, reply) => {
      const { origin = 'page' } = request.query;
      const text = await exportRules(rules.book.all().filter(({ rule }) => rule.origin === origin));
      return reply
        .type('application/yaml; charset=utf-8')
        .header('content-disposition', 'attachment; filename="rules.yaml"')
        .send(text);
    },
  );

  app.post(
    '/api/v1/rules',
    {
      config: { access: 'operator', audit: 'rule.create', summary: 'Make a rule; it takes effect at once' },
      schema: { body: ruleBody, response: { 201: ruleView } },
    },
    async (request, reply) => {
      const { rule } = request.body;
      request.auditTarget = `rule ${rule.name}`;
      const made = await rules.book.create(rule, callerOf(request).actor);
      request.auditDetail = { rule: made.written };
      return reply.code(201).send(viewOf(request, rule.name));
    },
  );

  app.post(
    '/api/v1/rules/check',
    {
      config: {
        access: 'viewer',
        summary: 'What is wrong with a rule, what is odd about it, and what to draw of it; nothing is kept',
      },
      schema: { body: ruleBody, response: { 200: ruleCheck } },
    },
    async ({ body }) => rules.check(body.rule),
  );

  app.post(
    '/api/v1/rules/backtest',
    {
      config: {
        access: 'operator',
        summary: 'When a rule would have fired in the last seven days; nothing is kept',
      },
      schema: { body: ruleBody, response: { 200: ruleBacktest } },
    },
    async (request, reply) => {
      const left = new AbortController();
      reply.raw.once('close', () => left.abort());
      return rules.backtest(request.body.rule, left.signal);
    },
  );

  app.get(
    '/api/v1/rules/:name',
    {
      config: { access: 'viewer', summary: 'One rule' },
      schema: { params: ruleParams, response: { 200: ruleView } },
    },
    async (request) => viewOf(request, request.params.name),
  );

  app.get(
    '/api/v1/rules/:name/conditions',
    {
      config: { access: 'viewer', summary: 'What a rule finds wrong now, a thousand at most' },
      schema: { params: ruleParams, response: { 200: ruleConditions } },
    },
    async ({ params }) => rules.conditions(params.name),
  );

  app.put(
    '/api/v1/rules/:name',
    {
      config: {
        access: 'operator',
        audit: 'rule.change',
        summary: 'Change a rule; one of yagura.yaml or a default one is replaced until the change is deleted',
      },
      schema: { params: ruleParams, body: ruleBody, response: { 200: ruleView } },
    },
    async (request) => {
      const { name } = request.params;
      request.auditTarget = `rule ${name}`;
      const changed = await rules.book.change(name, request.body.rule, callerOf(request).actor);
      request.auditDetail = { rule: changed.written };
      return viewOf(request, changed.rule.name);
    },
  );

  app.delete(
    '/api/v1/rules/:name',
    {
      config: {
        access: 'operator',
        audit: 'rule.delete',
        summary: 'Delete a rule of the page; what it replaced comes back',
      },
      schema: { params: ruleParams },
    },
    async (request, reply) => {
      request.auditTarget = `rule ${request.params.name}`;
      await rules.book.remove(request.params.name);
      return reply.code(204).send();
    },
  );

  app.post(
    '/api/v1/rules/:name/test',
    {
      config: { access: 'operator', audit: 'rule.test', summary: 'Let a rule fire for a minute as a test' },
      schema: { params: ruleParams, response: { 202: ruleTested } },
    },
    async (request, reply) => {
      const { name } = request.params;
      request.auditTarget = `rule ${name}`;
      const { rule } = rules.book.get(name);
      if (!rule.enabled) throw new Failure('conflict', `"${name}" is switched off`);
      const { key } = rules.evaluation.test(name, callerOf(request).actor);
      return reply.code(202).send({ key });
    },
  );
}
