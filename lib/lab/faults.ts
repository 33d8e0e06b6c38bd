import { z } from "zod";

/** Name of a TUF target, e.g. `<package GUID>/SMSSetup/update.map.zip`. */
const target = z.string().min(1);

/**
 * Part of a request's path; empty means every request. Usage data is below `/usage-data/`, Graph below `/graph/`, ARM
 * below `/arm/`; tokens come from `/oauth2/v2.0/token`.
 */
const path = z.string().default("");

/** How many responses it spoils before it clears itself; without it, until it is cleared. */
const times = z.int().min(1).optional();

/** Client id, as tokens and requests spell it. */
const appId = z.guid().toLowerCase();

/** What can go wrong on the way to a client, to be switched on by a test or a demonstration. */
export const faultSchema = z.discriminatedUnion("fault", [
  z.strictObject({ fault: z.literal("flip-byte"), target, offset: z.int().min(0).default(0) }),
  z.strictObject({ fault: z.literal("truncate"), target, bytes: z.int().min(0) }),
  z.strictObject({ fault: z.literal("swap-targets"), target, with: target }),
  z.strictObject({ fault: z.literal("expired-timestamp") }),
  z.strictObject({ fault: z.literal("rolled-back-metadata") }),
  z.strictObject({
    fault: z.literal("too-many-requests"),
    path,
    /** Null: the response does not say when to come back. */
    retryAfterSeconds: z.int().min(0).nullable().default(5),
    times,
  }),
  z.strictObject({
    fault: z.literal("server-error"),
    path,
    status: z.int().min(500).max(599).default(503),
    times,
  }),
  z.strictObject({ fault: z.literal("slow"), path, bytesPerSecond: z.int().min(1) }),
  z.strictObject({ fault: z.literal("cut-connection"), path, afterBytes: z.int().min(0), times }),
  /** Of usage data: the connection ends after so many bytes of a part, which are kept. */
  z.strictObject({ fault: z.literal("cut-upload"), afterBytes: z.int().min(0), times }),
  /** A part is refused with 409, whatever offset it names. */
  z.strictObject({ fault: z.literal("upload-conflict"), times }),
  /** What is asked how far it is answers so many bytes more than it has. */
  z.strictObject({ fault: z.literal("wrong-offset"), bytes: z.int(), times }),
  /** An upload is forgotten before it is asked for. */
  z.strictObject({ fault: z.literal("lost-upload"), times }),
  /** A receipt for other bytes. */
  z.strictObject({ fault: z.literal("wrong-receipt"), times }),
  z.strictObject({ fault: z.literal("malformed-relevance"), times }),
  /** Of Azure: its clock is so many seconds ahead, or behind when negative. */
  z.strictObject({ fault: z.literal("clock-skew"), seconds: z.int() }),
  /** Every secret of the app counts as expired. */
  z.strictObject({ fault: z.literal("expired-secret"), appId }),
  /** Nobody consented to what the app asks for. */
  z.strictObject({ fault: z.literal("revoked-consent"), appId }),
  /** A secret made from now on is refused for so many seconds. */
  z.strictObject({ fault: z.literal("slow-secret-propagation"), seconds: z.int().min(1) }),
  /** Apps and service principals are not found for so many seconds after they were made. */
  z.strictObject({ fault: z.literal("slow-replication"), seconds: z.int().min(1) }),
  /** The tenants' policy for apps: how long a new secret may live, or that there must be none (0). */
  z.strictObject({ fault: z.literal("secret-policy"), maxDays: z.int().min(0) }),
]);

export type Fault = z.output<typeof faultSchema>;
export type FaultKind = Fault["fault"];
export type FaultOf<Kind extends FaultKind> = Extract<Fault, { fault: Kind }>;

/** A fault that is on, by a number of its own. */
export interface ActiveFault {
  number: number;
  fault: Fault;
}

/** The faults that are on now. */
export class FaultBoard {
  #active: ActiveFault[] = [];
  #lastNumber = 0;

  list(): readonly Fault[] {
    return this.#active.map(({ fault }) => fault);
  }

  active(): readonly ActiveFault[] {
    return this.#active;
  }

  switchOn(fault: Fault): void {
    this.#lastNumber += 1;
    this.#active.push({ number: this.#lastNumber, fault });
  }

  switchOff(number: number): void {
    this.#active = this.#active.filter((other) => other.number !== number);
  }

  clear(): void {
    this.#active = [];
  }

  /** The newest fault of a kind that concerns a request, counted as used once. */
  take<Kind extends FaultKind>(
    kind: Kind,
    concerns: (fault: FaultOf<Kind>) => boolean,
  ): FaultOf<Kind> | undefined {
    for (const { number, fault } of this.#active.toReversed()) {
      if (!isKind(fault, kind) || !concerns(fault)) continue;
      this.#countUse(number, fault);
      return fault;
    }
    return undefined;
  }

  #countUse(number: number, fault: Fault): void {
    if (!("times" in fault) || fault.times === undefined) return;
    const left = fault.times - 1;
    this.#active = this.#active.flatMap((other) => {
      if (other.number !== number) return [other];
      return left > 0 ? [{ number, fault: { ...fault, times: left } }] : [];
    });
  }
}

const isKind = <Kind extends FaultKind>(fault: Fault, kind: Kind): fault is FaultOf<Kind> =>
  fault.fault === kind;
