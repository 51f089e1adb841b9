import { setFlagsFromString } from 'node:v8';

/**
 * Keeps this program's memory small at some cost in speed. V8 trades memory for throughput: its young generation grows to tens of
 * megabytes and the old one is let grow to twice its size before it is cleaned, which programs that mostly wait do not need.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--optimize-for-size');
}
