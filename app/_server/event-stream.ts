import { findSession, type SignedInUser } from "@/lib/access/find-session";
import { can } from "@/lib/access/permissions";
import { systemClock } from "@/lib/clock";
import type { EventTopic } from "@/lib/db/events";
import { database } from "./database";
import { eventFanout } from "./event-fanout";
import { liveQuery, QUERIES, type QueryName } from "./queries";

/** Keeps proxies from closing a quiet stream, and is the moment to look whether the session still counts. */
const HEARTBEAT_MS = 20_000;

/** A reader that is this many messages behind is gone or hopeless; it reconnects and reads anew. */
const MAX_BACKLOG = 256;

const QUERY_NAMES = Object.keys(QUERIES) as QueryName[];

/** Names of the queries that `topic` may have changed and that the user may ask. */
export function queriesTouchedBy(topic: EventTopic, { actor }: SignedInUser): QueryName[] {
  return QUERY_NAMES.filter((name) => {
    const { topics, useCase } = liveQuery(name);
    return topics.includes(topic) && can(actor, useCase.action);
  });
}

/**
 * The server-sent events of one open page:
 * - `changed` – names of live queries to ask again, separated by spaces
 * - `missed` – ask everything again
 * - `session-ended` – the last one
 */
export function eventStream(signedIn: SignedInUser, signal: AbortSignal): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const { sessionId } = signedIn.actor;
  let user = signedIn;
  let stop = () => {};

  return new ReadableStream<Uint8Array>({
    start(controller) {
      let closed = false;
      const close = () => {
        if (closed) return;
        stop();
        controller.close();
      };
      const send = (text: string) => {
        if (closed) return;
        if ((controller.desiredSize ?? 0) < -MAX_BACKLOG) close();
        else controller.enqueue(encoder.encode(`${text}\n\n`));
      };
      const recheckSession = async () => {
        // While the database is away nothing is known; the next heartbeat asks again.
        const found = await findSession(database().db, systemClock, sessionId).catch(() => user);
        if (found) {
          user = found;
          return;
        }
        send("event: session-ended\ndata: -");
        close();
      };
      const heartbeat = setInterval(() => {
        send(": heartbeat");
        void recheckSession();
      }, HEARTBEAT_MS);
      const unsubscribe = eventFanout().subscribe({
        onTopic(topic) {
          const names = queriesTouchedBy(topic, user);
          if (names.length > 0) send(`event: changed\ndata: ${names.join(" ")}`);
        },
        onSessions(endedId) {
          if (endedId === undefined || endedId === sessionId) void recheckSession();
        },
        onMissed: () => send("event: missed\ndata: -"),
      });
      stop = () => {
        if (closed) return;
        closed = true;
        clearInterval(heartbeat);
        unsubscribe();
      };
      signal.addEventListener("abort", close, { once: true });
      send(": connected");
    },
    cancel: () => stop(),
  });
}
