/** The figures that the tower keeps of workers and machines, as charts ask for them. Pure. */
import { type Figure, gauge, growth, meanOf, rate, restOf, selector } from './expressions.ts';

export function workerFigures(worker: string) {
  const of = (name: string) => selector(`yagura_worker_${name}`, { worker });
  return {
    cpu: gauge(of('cpu_ratio')),
    rss: gauge(of('memory_rss_bytes')),
    pss: gauge(of('memory_pss_bytes')),
    processes: gauge(of('processes')),
    threads: gauge(of('threads')),
    fds: gauge(of('open_fds')),
    read: rate(of('io_read_bytes_total')),
    written: rate(of('io_write_bytes_total')),
    restarts: growth(of('restarts_total')),
  } satisfies Record<string, Figure>;
}

export function hostFigures(host: string) {
  const of = (name: string, labels: Record<string, string> = {}) =>
    selector(`yagura_host_${name}`, { host, ...labels });
  const cpu = (mode: string) => rate(of('cpu_seconds_total', { mode }));
  const pressure = (resource: string) => gauge(of('pressure_ratio', { resource }));
  return {
    cpu: gauge(of('cpu_ratio')),
    user: cpu('user'),
    system: cpu('system'),
    iowait: cpu('iowait'),
    steal: cpu('steal'),
    used: restOf(gauge(of('memory_total_bytes')), gauge(of('memory_available_bytes'))),
    cached: gauge(of('memory_cached_bytes')),
    swap: gauge(of('swap_used_bytes')),
    load1: gauge(of('load', { window: '1m' })),
    load5: meanOf(gauge(of('load', { window: '5m' }))),
    load15: meanOf(gauge(of('load', { window: '15m' }))),
    diskRead: rate(of('disk_read_bytes_total')),
    diskWritten: rate(of('disk_write_bytes_total')),
    received: rate(of('network_receive_bytes_total')),
    sent: rate(of('network_transmit_bytes_total')),
    pressureCpu: pressure('cpu'),
    pressureMemory: pressure('memory'),
    pressureIo: pressure('io'),
  } satisfies Record<string, Figure>;
}

/** How much of a file system is used. */
export function diskFigure(host: string, mount: string): Figure {
  return gauge(selector('yagura_host_disk_used_bytes', { host, mount }));
}
