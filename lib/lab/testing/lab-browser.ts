import { type Dispatcher, request } from "undici";

/** As much of a browser as the lab's pages need: it keeps cookies, fills in forms, and shows where it is sent. */
export class LabBrowser {
  #cookies = new Map<string, string>();
  #address = "";
  #page = "";

  constructor(private readonly dispatcher: Dispatcher) {}

  /** Text of the page, with its markup. */
  get page(): string {
    return this.#page;
  }

  /** @returns where the browser is sent, or undefined for a page */
  visit(url: string): Promise<URL | undefined> {
    this.#address = url;
    return this.#send("GET");
  }

  /** Sends the first form of the page: what it carries already, and these fields. */
  submit(fields: Record<string, string>): Promise<URL | undefined> {
    const hidden = [...this.#page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)];
    const carried = hidden.map(([, name = "", value = ""]) => [name, value]);
    return this.#send("POST", new URLSearchParams([...carried, ...Object.entries(fields)]).toString());
  }

  async #send(method: "GET" | "POST", body?: string): Promise<URL | undefined> {
    const { origin } = new URL(this.#address);
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const form = { "content-type": "application/x-www-form-urlencoded", origin };
    const response = await request(this.#address, {
      dispatcher: this.dispatcher,
      method,
      headers: { ...(cookie && { cookie }), ...(body !== undefined && form) },
      body,
    });
    for (const line of [response.headers["set-cookie"] ?? []].flat()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.#cookies.set(name, value);
    }
    this.#page = await response.body.text();
    const { location } = response.headers;
    return typeof location === "string" ? new URL(location, this.#address) : undefined;
  }
}
