import type { FastifyRequest } from 'fastify';

/** Browsers share cookies between the ports of a host, so the port is part of the name: two Yaguras do not log each other out. */
export function sessionCookieName(request: FastifyRequest, secure: boolean): string {
  return `${secure ? '__Host-' : ''}yagura_${request.socket.localPort ?? 0}`;
}
