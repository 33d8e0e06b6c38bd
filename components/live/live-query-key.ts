/** First part of every live query's key; the second is its name, so that one name refreshes for all inputs. */
export const LIVE = "live";

export const liveQueryKey = (name: string, input: Record<string, unknown>) => [LIVE, name, input] as const;
