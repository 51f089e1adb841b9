import type { MachineSample } from '../../link/status.ts';

export function fullestDisk({ disks }: Pick<MachineSample, 'disks'>): MachineSample['disks'][number] | null {
  const fullness = (disk: MachineSample['disks'][number]) => ratioOf(disk.usedBytes, disk.sizeBytes);
  return disks.toSorted((a, b) => fullness(b) - fullness(a))[0] ?? null;
}

const ratioOf = (part: number, whole: number) => (whole > 0 ? part / whole : 0);
