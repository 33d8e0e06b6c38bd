import type { FaultKind } from "../faults";

export interface FaultField {
  name: string;
  label: string;
  type: "text" | "number";
  /** What the form begins with. */
  initial?: string;
}

interface FaultForm {
  title: string;
  explanation: string;
  fields: readonly FaultField[];
}

const path: FaultField = { name: "path", label: "Part of the path (empty: every request)", type: "text" };
const times: FaultField = {
  name: "times",
  label: "How many times (empty: until it is switched off)",
  type: "number",
};
const target: FaultField = { name: "target", label: "Target of the catalogue", type: "text" };
const appId: FaultField = { name: "appId", label: "Application (client) ID", type: "text" };
const number = (name: string, label: string, initial?: string): FaultField => ({
  name,
  label,
  type: "number",
  initial,
});

/** What a person is told of each fault, and asked for. */
export const FAULT_FORMS = {
  "too-many-requests": {
    title: "Too many requests",
    explanation: "429 instead of an answer. Leave the seconds empty to leave out Retry-After.",
    fields: [path, number("retryAfterSeconds", "Retry-After in seconds", "5"), times],
  },
  "server-error": {
    title: "Server error",
    explanation: "5xx instead of an answer; nothing is carried out.",
    fields: [path, number("status", "Status", "503"), times],
  },
  slow: {
    title: "Slow",
    explanation: "Answers come at this pace.",
    fields: [path, number("bytesPerSecond", "Bytes a second", "200")],
  },
  "cut-connection": {
    title: "Cut connection",
    explanation: "The answer ends in the middle; what was asked is carried out.",
    fields: [path, number("afterBytes", "After bytes", "0"), times],
  },
  "clock-skew": {
    title: "Wrong clock of Azure",
    explanation: "Tokens and the Date header are ahead by so many seconds, or behind when negative.",
    fields: [number("seconds", "Seconds", "3600")],
  },
  "expired-secret": {
    title: "Expired secret",
    explanation: "Every secret of the app counts as expired (AADSTS7000222).",
    fields: [appId],
  },
  "revoked-consent": {
    title: "Revoked consent",
    explanation: "The app's tokens allow nothing, and users' are refused (AADSTS65001).",
    fields: [appId],
  },
  "slow-secret-propagation": {
    title: "Slow propagation of new secrets",
    explanation: "A secret that is made from now on is refused at first (AADSTS7000215).",
    fields: [number("seconds", "For seconds", "30")],
  },
  "slow-replication": {
    title: "Slow replication of new objects",
    explanation: "Apps and service principals are not found right after they were made.",
    fields: [number("seconds", "For seconds", "30")],
  },
  "secret-policy": {
    title: "Policy for secrets",
    explanation: "A new secret must not live longer, or must not be made at all (0).",
    fields: [number("maxDays", "Days", "180")],
  },
  "flip-byte": {
    title: "Flipped bit",
    explanation: "One bit of a file of the catalogue arrives wrong.",
    fields: [target, number("offset", "Offset", "0")],
  },
  truncate: {
    title: "Truncated file",
    explanation: "A file of the catalogue ends early.",
    fields: [target, number("bytes", "Bytes", "1000")],
  },
  "swap-targets": {
    title: "Swapped files",
    explanation: "A file of the catalogue is served in place of another.",
    fields: [target, { name: "with", label: "Served instead", type: "text" }],
  },
  "expired-timestamp": {
    title: "Expired timestamp",
    explanation: "The catalogue's timestamp is out of date.",
    fields: [],
  },
  "rolled-back-metadata": {
    title: "Rolled back metadata",
    explanation: "The catalogue shows an older version of itself.",
    fields: [],
  },
  "cut-upload": {
    title: "Cut upload",
    explanation: "A part of usage data is cut; what arrived is kept.",
    fields: [number("afterBytes", "After bytes", "1000"), times],
  },
  "upload-conflict": {
    title: "Upload conflict",
    explanation: "A part of usage data is refused with 409.",
    fields: [times],
  },
  "wrong-offset": {
    title: "Wrong offset",
    explanation: "An upload of usage data is said to have more bytes than it has.",
    fields: [number("bytes", "Bytes more", "100"), times],
  },
  "lost-upload": {
    title: "Lost upload",
    explanation: "An upload of usage data is forgotten before it is asked for.",
    fields: [times],
  },
  "wrong-receipt": {
    title: "Wrong receipt",
    explanation: "The receipt of usage data is for other bytes.",
    fields: [times],
  },
  "malformed-relevance": {
    title: "Malformed relevance",
    explanation: "What is said of the updates' relevance cannot be read.",
    fields: [times],
  },
} as const satisfies Record<FaultKind, FaultForm>;

/** In the order of the page. */
export const faultForms = (): [FaultKind, FaultForm][] =>
  Object.entries(FAULT_FORMS).flatMap(([kind, form]) => (isFaultKind(kind) ? [[kind, form]] : []));

export const isFaultKind = (kind: string): kind is FaultKind => Object.hasOwn(FAULT_FORMS, kind);
