import type { FastifyRequest } from 'fastify';
import { Failure } from '../../../shared/failure.ts';
import { createLogIntake, type LogIntake } from '../../logs/index.ts';
import { createOtlp, createRemoteWrite, type Otlp, type RemoteWrite } from '../../metrics/index.ts';
import type { App, Context } from '../route.ts';

const mostBytes = 16 * 1024 * 1024;
const protobuf = 'application/x-protobuf';
const json = 'application/json';

/** Where other programs send their figures and their logs. */
export function intakeRoutes(app: App, context: Context): void {
  const { intake, clock } = context;
  app.register(async (scope: App) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      [protobuf, json],
      { parseAs: 'buffer', bodyLimit: mostBytes },
      async (_: unknown, body: Buffer) => body,
    );
    let ways: { remoteWrite: RemoteWrite; otlp: Otlp } | undefined;
    const open = () => (ways ??= { remoteWrite: createRemoteWrite(intake), otlp: createOtlp(intake) });

    scope.post(
      '/prometheus/api/v1/write',
      {
        config: {
          access: 'operator',
          basicAuth: true,
          summary: "Prometheus's remote write 1.0, in snappy's block format",
          takes: protobuf,
        },
      },
      async (request, reply) => {
        const type = request.headers['content-type'] ?? '';
        if (!type.startsWith(protobuf) || type.includes('write.v2'))
          throw new Failure('unsupported_media_type', `${type} is not understood, send remote write 1.0`);
        expectEncoding(request, ['snappy']);
        const refused = await open().remoteWrite.take(bodyOf(request));
        // As Prometheus answers: senders log the text, and do not send the same again.
        return refused === null
          ? reply.code(204).send()
          : reply.code(400).type('text/plain').send(`${refused}\n`);
      },
    );

    let logIntake: LogIntake | undefined;
    const openLogs = () => (logIntake ??= createLogIntake({ feed: context.logs.feed, clock }));

    scope.post(
      '/otlp/v1/logs',
      {
        config: {
          access: 'operator',
          basicAuth: true,
          summary: 'Logs of OpenTelemetry over OTLP/HTTP, as protobuf or JSON, gzip or not',
          takes: protobuf,
          answers: protobuf,
        },
      },
      async (request, reply) => {
        const encoding = encodingOf(request);
        const isZipped = expectEncoding(request, ['identity', 'gzip']) === 'gzip';
        const answer = await openLogs().otlp(bodyOf(request), encoding, isZipped);
        return reply.type(encoding === 'json' ? json : protobuf).send(answer);
      },
    );

    scope.post(
      '/loki/api/v1/push',
      {
        config: {
          access: 'operator',
          basicAuth: true,
          summary: "Loki's push: JSON, gzip or not, or protobuf in snappy's block format",
          takes: protobuf,
        },
      },
      async (request, reply) => {
        const encoding = encodingOf(request);
        const isZipped = expectEncoding(request, ['identity', 'gzip', 'snappy']) === 'gzip';
        const refused = await openLogs().loki(bodyOf(request), encoding, isZipped);
        // As Loki answers: senders log the text, and do not send the same again.
        return refused === null
          ? reply.code(204).send()
          : reply.code(400).type('text/plain').send(`${refused}\n`);
      },
    );

    scope.post(
      '/otlp/v1/metrics',
      {
        config: {
          access: 'operator',
          basicAuth: true,
          summary: 'Metrics of OpenTelemetry over OTLP/HTTP, as protobuf or JSON, gzip or not',
          takes: protobuf,
          answers: protobuf,
        },
      },
      async (request, reply) => {
        const isJson = request.headers['content-type']?.startsWith(json) ?? false;
        const isZipped = expectEncoding(request, ['identity', 'gzip']) === 'gzip';
        const answer = await open().otlp.take(bodyOf(request), isJson ? 'json' : 'protobuf', isZipped);
        return reply.type(isJson ? json : protobuf).send(answer);
      },
    );
  });
}

/** What the body is, by its type. */
function encodingOf({ headers }: FastifyRequest): 'json' | 'protobuf' {
  return headers['content-type']?.startsWith(json) ? 'json' : 'protobuf';
}

/** The content encoding; the first of those that are understood when none is named. */
function expectEncoding(request: FastifyRequest, understood: readonly [string, ...string[]]): string {
  const { 'content-encoding': encoding = understood[0] } = request.headers;
  if (!understood.includes(encoding))
    throw new Failure(
      'unsupported_media_type',
      `the content encoding ${encoding} is not understood, send ${understood.join(' or ')}`,
    );
  return encoding;
}

function bodyOf({ body }: FastifyRequest): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}
