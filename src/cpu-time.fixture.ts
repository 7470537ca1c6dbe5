/** Milliseconds of processor time that a task takes: what else the machine is busy with does not count. */
export function cpuMs(task: () => void): number {
  const before = process.cpuUsage();
  task();
  return process.cpuUsage(before).user / 1000;
}
