import { Readable } from "node:stream";
import { BaseFetcher } from "tuf-js";
import { DownloadHTTPError } from "tuf-js/dist/error";
import type { CloudClient } from "@/lib/connectivity/cloud-client";
import { httpStatusError } from "@/lib/connectivity/http-status";

/** Lets the TUF client fetch through the guarded client; the base class bounds every length. */
export class CloudFetcher extends BaseFetcher {
  /** Why the last request failed; the TUF client passes on little more than that it did. */
  failure: unknown = null;

  constructor(
    private readonly client: Pick<CloudClient, "get">,
    private readonly signal: AbortSignal,
  ) {
    super();
  }

  override async fetch(url: string): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
    this.failure = null;
    try {
      const response = await this.client.get(url, { signal: this.signal });
      if (response.status !== 200) {
        response.discard();
        this.failure = httpStatusError(response, url);
        // By this class the TUF client tells "there is no newer root" from a failure.
        throw new DownloadHTTPError(`status ${response.status}`, response.status);
      }
      return toWebStream(this.watched(response.body));
    } catch (error) {
      this.failure ??= error;
      throw error;
    }
  }

  private async *watched(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    try {
      yield* body;
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }
}

/** Node and the DOM each declare a ReadableStream; at run time there is one. */
const toWebStream = (body: AsyncIterable<Buffer>) =>
  Readable.toWeb(Readable.from(body)) as unknown as ReadableStream<Uint8Array<ArrayBuffer>>;
