import type { WrittenRule } from '../../fleet/config/alert-rules/index.ts';

/**
 * The rules that Yagura brings along, as one would write them in yagura.yaml. Few, and silent while all is well: what Yagura heals within
 * moments is recorded and not told, a forecast needs an hour of figures and a machine that is rather full already.
 */
export const defaultRules: readonly WrittenRule[] = [
  {
    name: 'WorkerDown',
    on: 'worker.down',
    keep_firing_for: '5s',
    severity: 'critical',
    annotations: {
      summary: '{{ $labels.worker }} is down',
      description: '{{ $event.reason }}{{ if $event.exit }} Last run: {{ $event.exit }}.{{ end }}',
    },
  },
  {
    name: 'WorkerLost',
    on: 'worker.lost',
    for: '30s',
    severity: 'critical',
    annotations: {
      summary: 'Nothing is heard of {{ $labels.worker }}',
      description: '{{ $event.reason }}',
    },
  },
  {
    name: 'CrashLoop',
    on: 'crash-loop',
    severity: 'critical',
    annotations: {
      summary: '{{ $labels.worker }} crashes again and again',
      description:
        '{{ $event.crashes }} crashes in a row{{ if $event.exit }}, the last one: {{ $event.exit }}{{ end }}.',
    },
  },
  {
    name: 'WorkerUnhealthy',
    on: 'worker.unhealthy',
    severity: 'warning',
    annotations: {
      summary: '{{ $labels.worker }} does not work as it should',
      description: '{{ $event.reason }}',
    },
  },
  {
    name: 'NoProgress',
    on: 'worker.no-progress',
    severity: 'warning',
    annotations: {
      summary: '{{ $labels.worker }} runs and gets nothing done',
      description: '{{ $event.reason }}',
    },
  },
  {
    name: 'HostLost',
    on: 'host.lost',
    severity: 'critical',
    annotations: {
      summary: '{{ $labels.host }} is out of reach',
      description: 'Its agent has not been heard of. What its workers do is not known.',
    },
  },
  {
    name: 'DiskFilling',
    expr: [
      'yagura_host_disk_used_bytes / yagura_host_disk_size_bytes > 0.75',
      'and predict_linear(yagura_host_disk_used_bytes[6h], 86400) > yagura_host_disk_size_bytes',
      'and count_over_time(yagura_host_disk_used_bytes[6h]) > 3600',
    ].join('\n'),
    for: '10m',
    no_data: 'keep',
    severity: 'warning',
    annotations: {
      summary: '{{ $labels.mount }} on {{ $labels.host }} will be full within a day',
      description: '{{ $value | humanizePercentage }} is used, and it has been growing for hours.',
    },
  },
  {
    name: 'MemoryRunningOut',
    expr: [
      'yagura_host_memory_available_bytes / yagura_host_memory_total_bytes < 0.2',
      'and predict_linear(yagura_host_memory_available_bytes[1h], 7200) < 0',
      'and count_over_time(yagura_host_memory_available_bytes[1h]) > 1800',
    ].join('\n'),
    for: '10m',
    no_data: 'keep',
    severity: 'warning',
    annotations: {
      summary: '{{ $labels.host }} will be out of memory within two hours',
      description: '{{ $value | humanizePercentage }} of its memory is left, and less every minute.',
    },
  },
  {
    name: 'ErrorSpike',
    on: 'error.spike',
    over_after: '15m',
    severity: 'warning',
    annotations: {
      summary: 'Far more errors than usual{{ if $labels.worker }} in {{ $labels.worker }}{{ end }}',
      description:
        '{{ $event.title }}{{ if $event.ratio }} ({{ printf "%.0f" $event.ratio }} times as many){{ end }}',
    },
  },
  {
    name: 'YaguraTroubled',
    on: 'yagura.troubled',
    for: '10s',
    severity: 'warning',
    annotations: {
      summary: 'Yagura itself has trouble: {{ $labels.part }}',
      description: '{{ $event.detail }}',
    },
  },
];
