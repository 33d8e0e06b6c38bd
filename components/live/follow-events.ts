interface Listener {
  /** A query by this name may have another answer now. */
  onChanged(queryName: string): void;
  /** Events may have been lost: everything may have another answer. */
  onMissed(): void;
  onSessionEnded(): void;
}

const RECONNECT_MS = 5_000;

/** A browser opens six connections to a host, so a page nobody sees gives its one back after a while. */
const HIDDEN_GRACE_MS = 30_000;

/**
 * Follows `/api/events` until the returned function is called. `EventSource` reconnects by itself after a lost
 * connection, but gives up for good when the portal answers with an error, e.g. while it restarts.
 */
export function followEvents(listener: Listener): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const disconnect = () => {
    clearTimeout(timer);
    source?.close();
    source = null;
  };

  const connect = () => {
    disconnect();
    source = new EventSource("/api/events");
    // What changed between the server's rendering, or the lost connection, and now was told to nobody here.
    source.addEventListener("open", () => listener.onMissed());
    source.addEventListener("changed", (event) => {
      for (const name of String(event.data).split(" ")) listener.onChanged(name);
    });
    source.addEventListener("missed", () => listener.onMissed());
    source.addEventListener("session-ended", () => {
      disconnect();
      listener.onSessionEnded();
    });
    source.addEventListener("error", () => {
      if (source?.readyState === EventSource.CLOSED) timer = setTimeout(connect, RECONNECT_MS);
    });
  };

  const onVisibility = () => {
    clearTimeout(timer);
    if (document.visibilityState === "hidden") timer = setTimeout(disconnect, HIDDEN_GRACE_MS);
    else if (!source || source.readyState === EventSource.CLOSED) connect();
  };

  connect();
  document.addEventListener("visibilitychange", onVisibility);
  return () => {
    document.removeEventListener("visibilitychange", onVisibility);
    disconnect();
  };
}
