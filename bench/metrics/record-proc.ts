/**
 * Writes down what /proc says of this machine and its processes, once a second: real series for the store's bench.
 * `node --import tsx bench/metrics/record-proc.ts FILE SECONDS`. Each line is JSON: new series as `{"labels": […]}`, or a second as
 * `[time, value or null for each series so far]`.
 */
import { appendFileSync, readdirSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';

type Labels = Record<string, string>;

const [file, seconds = '3600'] = process.argv.slice(2);
if (file === undefined) throw new Error('usage: record-proc.ts FILE SECONDS');
const tickSeconds = 1 / 100;
const pageBytes = 4096;
const processesKept = 40;

const at = new Map<string, number>();
let fresh: Labels[] = [];
let row: (number | null)[] = [];

function put(name: string, labels: Labels, value: number): void {
  const all = { __name__: name, ...labels };
  const key = JSON.stringify(all);
  let index = at.get(key);
  if (index === undefined) {
    index = at.size;
    at.set(key, index);
    fresh.push(all);
  }
  row[index] = value;
}

const read = (path: string) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};
const lines = (path: string) =>
  read(path)
    .split('\n')
    .filter((line) => line !== '');
const snake = (text: string) => text.replaceAll(/[^A-Za-z0-9]+/g, '_').replace(/_$/, '');

function cpu(): void {
  const modes = ['user', 'nice', 'system', 'idle', 'iowait', 'irq', 'softirq', 'steal'];
  for (const line of lines('/proc/stat')) {
    const [name = '', ...values] = line.split(/\s+/);
    const core = /^cpu(\d+)$/.exec(name)?.[1];
    if (core !== undefined)
      modes.forEach((mode, index) =>
        put('node_cpu_seconds_total', { cpu: core, mode }, Math.round(Number(values[index])) / 100),
      );
    else if (name === 'intr' || name === 'ctxt' || name === 'processes' || name.startsWith('procs_'))
      put(`node_${name}`, {}, Number(values[0]));
  }
}

function memory(): void {
  for (const line of lines('/proc/meminfo')) {
    const [name = '', value, unit] = line.split(/:?\s+/);
    put(`node_memory_${snake(name)}`, {}, Number(value) * (unit === 'kB' ? 1024 : 1));
  }
  for (const line of lines('/proc/vmstat')) {
    const [name = '', value] = line.split(' ');
    if (/^(oom_kill|pgpg|pswp|pgfault|pgmajfault)/.test(name)) put(`node_vmstat_${name}`, {}, Number(value));
  }
}

function load(): void {
  const [one, five, fifteen] = read('/proc/loadavg').split(' ');
  put('node_load1', {}, Number(one));
  put('node_load5', {}, Number(five));
  put('node_load15', {}, Number(fifteen));
  for (const resource of ['cpu', 'memory', 'io']) {
    for (const line of lines(`/proc/pressure/${resource}`)) {
      const [kind = '', ...fields] = line.split(' ');
      for (const field of fields) {
        const [name = '', value] = field.split('=');
        if (name === 'total') put('node_pressure_seconds_total', { resource, kind }, Number(value) / 1e6);
        if (name === 'avg10') put('node_pressure_ratio', { resource, kind }, Number(value) / 100);
      }
    }
  }
}

function disksAndNetwork(): void {
  for (const line of lines('/proc/diskstats')) {
    const [, , , device = '', ...values] = line.split(/\s+/);
    if (/^(vd|sd|nvme\d+n)[a-z0-9]*$/.test(device))
      values.slice(0, 11).forEach((value, index) => put(`node_disk_${index}`, { device }, Number(value)));
  }
  for (const line of lines('/proc/net/dev').slice(2)) {
    const [device = '', ...values] = line.trim().split(/:?\s+/);
    values.forEach((value, index) => put(`node_network_${index}`, { device }, Number(value)));
  }
  const snmp = lines('/proc/net/snmp');
  snmp.forEach((line, index) => {
    const [protocol = '', ...names] = line.split(/:?\s+/);
    const values = snmp[index + 1]?.split(/:?\s+/) ?? [];
    if (index % 2 === 0 && /^(Tcp|Udp|Ip)$/.test(protocol))
      names.forEach((name, column) =>
        put(`node_netstat_${protocol}_${name}`, {}, Number(values[column + 1])),
      );
  });
  for (const mountpoint of ['/', '/dev/shm']) {
    const { bsize, blocks, bavail, ffree } = statfsSync(mountpoint);
    put('node_filesystem_size_bytes', { mountpoint }, blocks * bsize);
    put('node_filesystem_avail_bytes', { mountpoint }, bavail * bsize);
    put('node_filesystem_files_free', { mountpoint }, ffree);
  }
}

/** The same processes as long as they live, and the oldest others in the place of those that are gone. */
let watched: string[] = [];

function processes(): void {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  watched = watched.filter((pid) => all.includes(pid));
  for (const pid of all) {
    if (watched.length >= processesKept) break;
    if (!watched.includes(pid) && read(`/proc/${pid}/cmdline`) !== '') watched.push(pid);
  }
  for (const pid of watched) {
    const stat = read(`/proc/${pid}/stat`);
    if (stat === '') continue;
    const comm = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    const field = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const labels = { pid, comm };
    const ticks = Number(field[11]) + Number(field[12]);
    put('process_cpu_seconds_total', labels, Math.round(ticks * tickSeconds * 100) / 100);
    put('process_resident_memory_bytes', labels, Number(field[21]) * pageBytes);
    put('process_threads', labels, Number(field[17]));
    try {
      put('process_open_fds', labels, readdirSync(`/proc/${pid}/fd`).length);
    } catch {
      // It ended meanwhile.
    }
    for (const line of lines(`/proc/${pid}/io`)) {
      const [name = '', value] = line.split(': ');
      if (/^(read|write)_bytes$/.test(name)) put(`process_io_${name}_total`, labels, Number(value));
    }
  }
}

writeFileSync(file, '');
let left = Number(seconds);
const timer = setInterval(() => {
  row = Array.from({ length: at.size }, () => null);
  const time = Date.now();
  for (const group of [cpu, memory, load, disksAndNetwork, processes]) group();
  if (fresh.length > 0) appendFileSync(file, `${JSON.stringify({ labels: fresh })}\n`);
  fresh = [];
  appendFileSync(file, `${JSON.stringify([time, ...row])}\n`);
  left -= 1;
  if (left <= 0) clearInterval(timer);
}, 1_000);
