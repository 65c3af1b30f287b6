import { ApiError } from 'jackfield';

/** What a type that no file may have is answered. */
export function unsupportedType(type: string): ApiError {
  return new ApiError('UNSUPPORTED_MEDIA_TYPE', {
    reason: type === '' ? 'The file has no Content-Type.' : `The media type "${type}" is not taken here.`,
    hint: 'Send text/csv, application/json, application/x-ndjson, or one of these in multipart/form-data.',
  });
}
