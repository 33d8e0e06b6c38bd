/** Path and query of the page asked for, set by `proxy.ts`: a layout has no other way to know it. */
export const PATH_HEADER = "x-scp-path";

/** The nonce of this response's content security policy, set by `proxy.ts`. */
export const NONCE_HEADER = "x-nonce";
