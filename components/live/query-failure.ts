import type { Failure } from "@/lib/result";

/** A live query that could not be answered. `failure.code` has its sentence in the messages `failures`. */
export class QueryFailure extends Error {
  constructor(readonly failure: Failure) {
    super(failure.code);
    this.name = "QueryFailure";
  }
}
