import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { isLocale, type Locale, negotiateLocale } from "./locales";

/** Language by the user's choice (cookie), else by the browser; never by the path. */
export default getRequestConfig(async () => {
  const chosen = (await cookies()).get("scp-locale")?.value;
  const locale: Locale = isLocale(chosen)
    ? chosen
    : negotiateLocale((await headers()).get("accept-language"));
  const timeZone = (await cookies()).get("scp-time-zone")?.value;
  return {
    locale,
    timeZone: isTimeZone(timeZone) ? timeZone : "UTC",
    messages: (await import(`./messages/${locale}`)).default,
  };
});

function isTimeZone(name: string | undefined): name is string {
  if (!name) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
