import type { Crash } from '../supervised-service.ts';

/** What a person is told of a crash. */
export function crashReport({ name, code, lastLines, restart }: Crash): string {
  const lines = lastLines.length === 0 ? ['    (it wrote nothing)'] : lastLines.map((line) => `    ${line}`);
  const next = restart ? `Restarting it in ${restart.inMs / 1000} s (${restart.number} of ${restart.of}).` : 'It is not restarted again.';
  return [`${name} ended unexpectedly with code ${code}; its last lines:`, ...lines, next].join('\n');
}
