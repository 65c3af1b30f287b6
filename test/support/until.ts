/** Waits until something holds. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>, seconds = 15): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!await isSo()) {
    if (Date.now() > end) throw new Error(`It did not happen within ${seconds} s that ${what}.`);
    await new Promise((resolve) => void setTimeout(resolve, 50));
  }
}
