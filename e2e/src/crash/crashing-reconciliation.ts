/** Runs reconciliation-service until the step CRASH_STEP of a message is reached, and ends it there by SIGKILL. */
const service = new URL('../../../apps/reconciliation-service/src/start.ts', import.meta.url);
const { start } = (await import(service.href)) as { start: (options: { onStep: (step: string) => void }) => Promise<void> };

await start({
  onStep: (step) => {
    if (step === process.env['CRASH_STEP']) process.kill(process.pid, 'SIGKILL');
  },
});
