import { Readable } from "node:stream";
import { BaseFetcher } from "tuf-js";
import { DownloadHTTPError } from "tuf-js/dist/error";
import { z } from "zod";
import type { CloudClient } from "@/lib/connectivity/cloud-client";
import { httpStatusError } from "@/lib/connectivity/http-status";
import { CatalogueError } from "./catalogue-failure";

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

  /** @throws CatalogueError when a signature is written in another way than it was made */
  override async downloadBytes(url: string, maxLength: number): Promise<Buffer> {
    const bytes = await super.downloadBytes(url, maxLength);
    if (SIGNED_INSIDE.test(new URL(url).pathname) && !hasPlainSignatures(bytes)) {
      throw new CatalogueError("catalogue-signature-invalid", {
        detail: "a signature is not plain hexadecimal",
      });
    }
    return bytes;
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

/**
 * Nothing above these two vouches for their bytes; their signatures cover what is signed, not how the signatures
 * themselves are written, and a decoder of hexadecimal takes capitals and stops at the first odd character.
 */
const SIGNED_INSIDE = /(^|[/.])(root|timestamp)\.json$/;

const signaturesSchema = z.object({
  signatures: z.array(z.object({ keyid: z.string(), sig: z.string().regex(/^([0-9a-f]{2})*$/) })),
});

function hasPlainSignatures(bytes: Buffer): boolean {
  try {
    return signaturesSchema.safeParse(JSON.parse(bytes.toString("utf8"))).success;
  } catch {
    // Not even JSON: the TUF client says so in its own words.
    return true;
  }
}

/** Node and the DOM each declare a ReadableStream; at run time there is one. */
const toWebStream = (body: AsyncIterable<Buffer>) =>
  Readable.toWeb(Readable.from(body)) as unknown as ReadableStream<Uint8Array<ArrayBuffer>>;
