import { Failure } from '../../../shared/failure.ts';
import { createRemoteWrite } from '../../metrics/index.ts';
import type { App, Context } from '../route.ts';

const mostBytes = 16 * 1024 * 1024;
const protobuf = 'application/x-protobuf';

/** Where other programs send their figures. */
export function intakeRoutes(app: App, { intake }: Context): void {
  app.register(async (scope: App) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      protobuf,
      { parseAs: 'buffer', bodyLimit: mostBytes },
      async (_: unknown, body: Buffer) => body,
    );

    const remoteWrite = intake && createRemoteWrite(intake);
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
        const { 'content-type': type = '', 'content-encoding': encoding = 'snappy' } = request.headers;
        if (type.includes('write.v2'))
          throw new Failure('unsupported_media_type', 'remote write 2.0 is not understood, send 1.0');
        if (encoding !== 'snappy')
          throw new Failure(
            'unsupported_media_type',
            `the content encoding ${encoding} is not understood, send snappy`,
          );
        if (!remoteWrite) throw new Failure('storage_unavailable', 'no samples are kept here');
        const refused = await remoteWrite.take(bodyOf(request.body));
        // As Prometheus answers: senders log the text, and do not send the same again.
        return refused === null
          ? reply.code(204).send()
          : reply.code(400).type('text/plain').send(`${refused}\n`);
      },
    );
  });
}

function bodyOf(body: unknown): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}
