import { OperationTypeNode } from 'graphql';
import { ApiError, type HttpContext } from 'jackfield';

/**
 * GET does not change anything: it may be repeated, prefetched and sent by any page.
 *
 * @throws {ApiError} `METHOD_NOT_ALLOWED` for a mutation that did not come by POST
 */
export function checkMethod(context: HttpContext, operation: OperationTypeNode): void {
  if (operation !== OperationTypeNode.MUTATION || context.method === 'POST') return;
  context.set('Allow', 'POST, OPTIONS');
  throw new ApiError('METHOD_NOT_ALLOWED', { reason: 'GET does not change anything.', hint: 'Send a mutation by POST.' });
}
