/** Opens a TCP connection and closes it again. */
import { connect } from 'node:net';
import type { HealthCheckSpec } from '../../../link/spec.ts';
import type { Clock } from '../../../shared/clock.ts';
import { spell } from './check.ts';
import { whyUnreachable } from '../../../shared/unreachable.ts';
import { boundProbe, type Probe } from './probe.ts';

export function tcpProbe(spec: Extract<HealthCheckSpec, { type: 'tcp' }>, clock: Clock): Probe {
  return boundProbe(clock, spec.timeoutMs, `no connection within ${spell(spec.timeoutMs)}`, (done) => {
    const socket = connect({ host: spec.host, port: spec.port });
    socket.on('connect', () => {
      socket.destroy();
      done({ ok: true, detail: 'connected' });
    });
    socket.on('error', (error) => done({ ok: false, detail: whyUnreachable(error) }));
    return () => socket.destroy();
  });
}
