import { currentUser } from "@/app/_server/current-user";
import { eventStream } from "@/app/_server/event-stream";

export const dynamic = "force-dynamic";

/** Server-sent events for the signed-in user's open page; ends when the session does. */
export async function GET(request: Request): Promise<Response> {
  const user = await currentUser();
  if (!user) return new Response(null, { status: 401 });
  return new Response(eventStream(user, request.signal), {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      // `no-transform` keeps compression, and with it buffering, away from the stream.
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
}
