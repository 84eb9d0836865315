/** Told each step of a message's or event's way; tests end the process in it, at every step. */
export type OnStep<Step extends string> = (step: Step) => void | Promise<void>;
