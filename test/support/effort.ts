/**
 * Measures the milliseconds of the processor that this process takes from now on. Unlike those of a clock they do not grow when
 * others keep the machine busy, and unlike a time limit they do not fail for that.
 */
export function startEffort(): () => number {
  const start = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
}
