import { problem } from '@fintrack/service-kit';

export function tooManyAttempts(retryAfterSeconds: number) {
  return problem('too_many_attempts', {
    detail: `Too many attempts failed. Try again in ${retryAfterSeconds} s.`,
    headers: { 'retry-after': String(retryAfterSeconds) },
  });
}
