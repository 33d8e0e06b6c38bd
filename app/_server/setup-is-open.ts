import { cache } from "react";
import { isSetUp } from "@/lib/hierarchy/setup/is-set-up";
import { database } from "./database";

/** A hierarchy that is there stays: once seen, nobody asks again. */
let seen = false;

/** Whether there is no hierarchy yet, and every page leads to Setup. */
export const setupIsOpen = cache(async (): Promise<boolean> => {
  seen ||= await isSetUp(database().db);
  return !seen;
});
