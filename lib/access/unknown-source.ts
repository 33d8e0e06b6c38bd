/** Stands in sessions and audit messages where no address came with the request. */
export const UNKNOWN_SOURCE = "unknown";
