/** An expected outcome as a value: either a value or an error with a `code`. */
export type Result<Value, Failure extends { readonly code: string }> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: Failure };

export function success<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

export function failure<Failure extends { readonly code: string }>(error: Failure): { readonly ok: false; readonly error: Failure } {
  return { ok: false, error };
}
