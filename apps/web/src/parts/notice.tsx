import type { ReactNode } from 'react';

/** A message about what just happened; bad news is announced at once. */
export function Notice({ tone, children }: { tone: 'good' | 'bad'; children: ReactNode }) {
  return <p className={`notice ${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>{children}</p>;
}
