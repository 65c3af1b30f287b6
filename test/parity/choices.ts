import { gen, nat, noBias, sample, type Arbitrary, type GeneratorValue } from 'fast-check';

/** Where a generator takes its decisions from: the same seed gives the same ones. */
export interface Choices {
  /** A number from 0 up to, but not including, `count`. */
  below(count: number): number;
  /** True with a probability. */
  chance(probability: number): boolean;
  /** One of them. */
  pick<Item>(items: readonly Item[]): Item;
  /** One of those that were picked least often by this and its sister sources, so that nothing stays out for long. */
  pickRarest(names: readonly string[]): string;
  /** Between `least` and `most` different ones, in any order; fewer where there are not enough. */
  some<Item>(items: readonly Item[], least: number, most: number): readonly Item[];
}

/** `count` independent sources of decisions, made from one seed. */
export function choicesFrom(seed: number, count: number): readonly Choices[] {
  const picked = new Map<string, number>();
  return sample(gen(), { seed, numRuns: count }).map((generate) => makeChoices(generate, picked));
}

function makeChoices(generate: GeneratorValue, picked: Map<string, number>): Choices {
  const below = (count: number): number => generate(evenly, count - 1);
  function pick<Item>(items: readonly Item[]): Item {
    const item = items[below(items.length)];
    if (item === undefined) throw new Error('There is nothing to pick from.');
    return item;
  }
  function some<Item>(items: readonly Item[], least: number, most: number): readonly Item[] {
    const left = [...items];
    const count = Math.min(items.length, least + below(most - least + 1));
    return Array.from({ length: count }, () => left.splice(below(left.length), 1)).flat();
  }
  function pickRarest(names: readonly string[]): string {
    const timesOf = (name: string): number => picked.get(name) ?? 0;
    const fewest = Math.min(...names.map(timesOf));
    const name = pick(names.filter((each) => timesOf(each) === fewest));
    picked.set(name, fewest + 1);
    return name;
  }
  return { below, pick, pickRarest, some, chance: (probability) => below(1000) < probability * 1000 };
}

function evenly(max: number): Arbitrary<number> {
  return noBias(nat({ max }));
}
