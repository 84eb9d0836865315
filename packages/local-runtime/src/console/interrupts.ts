/** Signals that end a program: Ctrl-C, kill, a closed terminal. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** npm and tools/start.mjs pass a signal on that the terminal has sent to all of us already. */
const sameKeyPressMs = 400;

export interface Interrupts {
  /** Resolves at the first signal. */
  readonly first: Promise<NodeJS.Signals>;
  readonly happened: () => boolean;
  readonly dispose: () => void;
}

/** @param force called at a second signal */
export function onInterrupt(force: () => void, emitter: NodeJS.EventEmitter = process, now: () => number = Date.now): Interrupts {
  let firstAt: number | undefined;
  let announce: (signal: NodeJS.Signals) => void = () => undefined;
  const first = new Promise<NodeJS.Signals>((resolve) => {
    announce = resolve;
  });
  const listeners = signals.map((signal) => {
    const listener = () => {
      if (firstAt === undefined) {
        firstAt = now();
        announce(signal);
      } else if (now() - firstAt > sameKeyPressMs) {
        force();
      }
    };
    emitter.on(signal, listener);
    return { signal, listener };
  });
  return {
    first,
    happened: () => firstAt !== undefined,
    dispose: () => {
      for (const { signal, listener } of listeners) emitter.off(signal, listener);
    },
  };
}
