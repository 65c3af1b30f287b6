/**
 * The one table of error codes: what a client can be answered, with which status and which words.
 * The first fourteen and their statuses are the public contract; the rest are additions that clients may ignore.
 * Codes and statuses never change; messages may.
 */
export const codes = {
  FAILED_VALIDATION: { status: 400, message: 'Validation failed.' },
  FORBIDDEN: { status: 403, message: "You don't have permission to access this." },
  INVALID_TOKEN: { status: 403, message: 'Invalid token.' },
  TOKEN_EXPIRED: { status: 401, message: 'Token expired.' },
  INVALID_CREDENTIALS: { status: 401, message: 'Invalid user credentials.' },
  INVALID_IP: { status: 401, message: 'Invalid IP address.' },
  INVALID_OTP: { status: 401, message: 'Invalid one-time password.' },
  INVALID_PAYLOAD: { status: 400, message: 'Invalid payload.' },
  INVALID_QUERY: { status: 400, message: 'Invalid query.' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, message: 'Unsupported media type.' },
  REQUESTS_EXCEEDED: { status: 429, message: 'Too many requests.' },
  ROUTE_NOT_FOUND: { status: 404, message: 'Route does not exist.' },
  SERVICE_UNAVAILABLE: { status: 503, message: 'Service unavailable.' },
  UNPROCESSABLE_ENTITY: { status: 422, message: 'Unprocessable entity.' },

  RECORD_NOT_UNIQUE: { status: 400, message: 'Value has to be unique.' },
  INVALID_FOREIGN_KEY: { status: 400, message: 'Invalid foreign key.' },
  NOT_NULL_VIOLATION: { status: 400, message: "Value can't be null." },
  VALUE_TOO_LONG: { status: 400, message: 'Value is too long.' },
  VALUE_OUT_OF_RANGE: { status: 400, message: 'Value is out of range.' },
  CONTENT_TOO_LARGE: { status: 413, message: 'Uploaded content is too large.' },
  GRAPHQL_VALIDATION: { status: 400, message: 'The GraphQL document is not valid.' },
  NOT_ACCEPTABLE: { status: 406, message: 'No media type that is accepted can be answered.' },
  METHOD_NOT_ALLOWED: { status: 405, message: 'Method not allowed.' },
  PRECONDITION_FAILED: { status: 412, message: 'The item has changed since it was read.' },
  INTERNAL_SERVER_ERROR: { status: 500, message: 'An unexpected error occurred.' },
} as const satisfies Record<string, { status: number; message: string }>;

/** A code that can stand in an error body. */
export type ErrorCode = keyof typeof codes;
