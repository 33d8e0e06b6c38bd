import type { AnsweredRequest } from "./router";

const KEPT = 100;
/** Of the lab's own page and of the faults: whoever looks does not look for that. */
const OWN_PATH = /^\/(lab(\/|$)|favicon\.ico$)/;

export interface RecentRequest extends AnsweredRequest {
  at: Date;
}

/** What the lab was asked lately, newest first. */
export class RecentRequests {
  #requests: RecentRequest[] = [];

  constructor(private readonly now: () => Date) {}

  note(answered: AnsweredRequest): void {
    if (OWN_PATH.test(answered.path)) return;
    this.#requests = [{ ...answered, at: this.now() }, ...this.#requests].slice(0, KEPT);
  }

  list(): readonly RecentRequest[] {
    return this.#requests;
  }
}
