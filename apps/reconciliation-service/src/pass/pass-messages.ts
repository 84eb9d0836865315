import type { DatabaseConfig } from '@fintrack/service-kit';
import type { PassRequest, PassResult, PassStep, PassTimings } from '../domain/run-pass.ts';

/** What the thread is started with. */
export interface PassThreadData {
  readonly config: DatabaseConfig & { readonly LOG_LEVEL: string };
  /** Whether each step waits for the service's word; for tests. */
  readonly reportsSteps: boolean;
}

export type ToPassThread =
  | { readonly kind: 'run'; readonly id: number; readonly request: PassRequest; readonly traceparent: string | undefined }
  /** The answer to a step; a fault makes the pass fail there. */
  | { readonly kind: 'go'; readonly id: number; readonly fault: string | undefined }
  | { readonly kind: 'stop' };

export type FromPassThread =
  | { readonly kind: 'done'; readonly id: number; readonly result: PassResult }
  /** An error crosses threads without its `code`, by which the HTTP edge tells an outage. */
  | { readonly kind: 'failed'; readonly id: number; readonly message: string; readonly stack: string | undefined; readonly code: unknown }
  | { readonly kind: 'timings'; readonly timings: PassTimings }
  | { readonly kind: 'step'; readonly id: number; readonly step: PassStep };
