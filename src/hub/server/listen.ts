import { get } from 'node:http';
import { errnoOf, Failure, messageOf } from '../../shared/failure.ts';
import { isLoopback } from './auth/index.ts';

/** Tokens and cookies must not cross a network in the clear unless someone says that they know. */
export function assertSafeToListen(options: { host: string; tls: boolean; insecure: boolean }): void {
  if (isLoopback(options.host) || options.tls || options.insecure) return;
  throw new Failure(
    'bad_request',
    `--host ${options.host} would be reachable from other machines without encryption: give server.tls (cert and key), put a TLS proxy in front of 127.0.0.1, or say --insecure if this network is trusted`,
  );
}

/** Why the address cannot be listened on, in words that name the cure. */
export async function explainListenError(error: unknown, host: string, port: number): Promise<Failure> {
  const options = { cause: error };
  switch (errnoOf(error)) {
    case 'EADDRINUSE': {
      const holder = (await isYagura(host, port)) ? 'another Yagura' : 'another program';
      return new Failure(
        'conflict',
        `port ${port} on ${host} is taken by ${holder}; choose another with --port`,
        options,
      );
    }
    case 'EACCES':
      return new Failure(
        'conflict',
        `port ${port} may not be opened by this user; choose one above 1023 with --port`,
        options,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new Failure(
        'conflict',
        `this machine has no address ${host}; choose another with --host`,
        options,
      );
    default:
      return new Failure('conflict', `cannot listen on ${host}:${port}: ${messageOf(error)}`, options);
  }
}

/** Asks whoever holds the port; anything but a clear yes is a no. */
function isYagura(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host, port, path: '/healthz', timeout: 1000 }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
        if (text.length > 100_000) response.destroy();
      });
      response.on('close', () => resolve(text.includes('"product":"yagura"')));
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });
}
