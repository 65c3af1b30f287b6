import { BootError } from '../errors/boot-error.js';
import { openApiVersions } from '../openapi/openapi.js';
import { UsageError, type CommandLine } from './command-line.js';
import { withConnectedKernel } from './connected.js';
import { operator } from './operator.js';
import { print } from './print.js';

/** `jackfield openapi`: the OpenAPI document of everything that an administrator can ask. */
export async function openapi(line: CommandLine): Promise<void> {
  const version = openApiVersions.find((each) => each === (line.format ?? '3.0'));
  if (!version) throw new UsageError(`There is no format "${line.format}" of the document. It is one of ${openApiVersions.join(', ')}.`);
  await withConnectedKernel(line, async ({ registry }) => {
    if (!registry.has('openapi')) throw new BootError('Nothing provides the service `openapi`: the plugin `openapi` is switched off.');
    print(JSON.stringify(JSON.parse(await registry.get('openapi').document(operator, version)), null, 2));
  });
}
