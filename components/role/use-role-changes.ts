"use client";

import { useLiveQuery } from "../live/use-live-query";

/** The last changes of the role, newest first; asked once for all who show them. Undefined: not yet known. */
export const useRoleChanges = () => useLiveQuery("listRoleChanges", { limit: 20 }).data;
