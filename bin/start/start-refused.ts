/** A start that cannot be, for a reason the person at the terminal can act on; no stack is needed. */
export class StartRefused extends Error {}
