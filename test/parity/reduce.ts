/** Each may ask servers: a failure must not take forever to be told. */
const mostAttempts = 250;

/**
 * Makes a failing request as small as it stays failing, by leaving out one part after the other.
 *
 * @param fails whether a candidate still fails; one that makes no sense does not
 */
export async function reduce<Input>(input: Input, fails: (candidate: Input) => Promise<boolean>): Promise<Input> {
  let smallest = input;
  let attempts = 0;
  for (let isSmaller = true; isSmaller && attempts < mostAttempts;) {
    isSmaller = false;
    for (const candidate of smallerOnes(smallest)) {
      attempts += 1;
      if (attempts > mostAttempts || !(await fails(candidate))) continue;
      smallest = candidate;
      isSmaller = true;
      break;
    }
  }
  return smallest;
}

/** Every value that lacks one member or element somewhere, the largest parts first. */
function* smallerOnes<Input>(value: Input): Generator<Input> {
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) yield value.toSpliced(index, 1) as Input;
    for (const [index, element] of value.entries()) for (const smaller of smallerOnes(element)) yield value.with(index, smaller) as Input;
  } else if (typeof value === 'object' && value !== null) {
    for (const key of Object.keys(value)) yield changed(value, key, undefined);
    for (const [key, member] of Object.entries(value)) for (const smaller of smallerOnes(member)) yield changed(value, key, smaller);
  }
}

function changed<Input extends object>(object: Input, key: string, member: unknown): Input {
  const copy = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of Object.entries(object)) if (name !== key) copy[name] = value;
  if (member !== undefined) copy[key] = member;
  return copy as Input;
}
