import { useTranslations } from "next-intl";
import { StatusBadge, type Tone } from "../ui/badge";
import type { EndpointState } from "./endpoint-rows";

const TONES = {
  failed: "danger",
  warning: "warning",
  ok: "success",
  untested: "neutral",
  elsewhere: "neutral",
} as const satisfies Record<EndpointState, Tone>;

export function EndpointBadge({ state, needed }: { state: EndpointState; needed: boolean }) {
  const t = useTranslations("endpointsPage.states");
  // What nothing needs is no trouble when it is not reached.
  const tone = state === "failed" && !needed ? "neutral" : TONES[state];
  return <StatusBadge tone={tone}>{t(state)}</StatusBadge>;
}
