/** Asks a URL and judges by the status alone: no redirect is followed, and the body is not kept. */
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { HealthCheckSpec } from '../../../link/spec.ts';
import type { Clock } from '../../../shared/clock.ts';
import { spell } from './check.ts';
import { whyUnreachable } from '../../../shared/unreachable.ts';
import { boundProbe, type Probe, type ProbeResult } from './probe.ts';

/** A body is read so far that small ones end in peace; longer ones are cut off. */
const longestBodyBytes = 64 * 1024;

// Each look makes a connection of its own: one kept open would fail after every restart of the worker.
const plainAgent = new HttpAgent({ keepAlive: false });
const secureAgent = new HttpsAgent({ keepAlive: false });

export function httpProbe(spec: Extract<HealthCheckSpec, { type: 'http' }>, clock: Clock): Probe {
  return boundProbe(clock, spec.timeoutMs, `no answer within ${spell(spec.timeoutMs)}`, (done) => {
    let request: ReturnType<typeof httpRequest>;
    try {
      const secure = spec.url.startsWith('https:');
      request = (secure ? httpsRequest : httpRequest)(spec.url, {
        agent: secure ? secureAgent : plainAgent,
        headers: { 'user-agent': 'yagura-health', connection: 'close' },
      });
    } catch (error) {
      done({ ok: false, detail: whyUnreachable(error) });
      return () => {};
    }
    // An endless body ends here, also after the result is known.
    const cutOff = clock.setTimeout(() => request.destroy(), spec.timeoutMs + 1_000);
    request.on('close', () => clock.clearTimeout(cutOff));
    request.on('error', (error) => done({ ok: false, detail: whyUnreachable(error) }));
    request.on('response', (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > longestBodyBytes) request.destroy();
      });
      response.on('error', () => {}); // the status has decided; how the body ends says nothing more
      done(judge(response.statusCode ?? 0, spec.status));
    });
    request.end();
    return () => request.destroy();
  });
}

function judge(status: number, expected: number[] | null): ProbeResult {
  const ok = expected ? expected.includes(status) : status >= 200 && status < 400;
  const wanted = expected ? expected.join(', ') : '200–399';
  return { ok, detail: ok ? `status ${status}` : `status ${status}, expected ${wanted}` };
}
