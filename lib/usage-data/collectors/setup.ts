import { sql } from "drizzle-orm";
import { z } from "zod";
import { SITE_TYPE } from "@/lib/hierarchy/model";
import { LOCALES } from "@/lib/i18n/locales";
import { findFeature } from "@/lib/updates/features/feature-catalogue";
import { USAGE_DATA_LEVELS } from "../model";
import { splitConfiguration } from "../relevance-inputs";
import { codeWord, version } from "../values";
import type { Collector } from "./model";

export const configuredLevel: Collector = {
  id: "B-10",
  schema: z.strictObject({
    level: z.enum(USAGE_DATA_LEVELS),
    /** Null while no service connection point is installed. */
    mode: z.enum(["online", "offline"]).nullable(),
    runningMode: z.enum(["online", "offline"]).nullable(),
    earlyUpdateRing: z.boolean(),
  }),
  async collect({ db, settings, topLevelSite }) {
    const { rows } = await db.execute<{ mode: "online" | "offline"; running: "online" | "offline" | null }>(
      sql`select configured_mode as mode, running_mode as running from service_connection_point`,
    );
    return {
      level: USAGE_DATA_LEVELS[settings.level],
      mode: rows[0]?.mode ?? null,
      runningMode: rows[0]?.running ?? null,
      earlyUpdateRing: splitConfiguration(topLevelSite.configuration).earlyUpdateRings.length > 0,
    };
  },
};

const SETUP_TYPES = ["central-administration", "stand-alone-primary"] as const;

export const build: Collector = {
  id: "B-20",
  schema: z.strictObject({
    fullVersion: version,
    type: z.enum(SETUP_TYPES),
    languages: z.array(z.enum(LOCALES)),
    /** Features that are on, by the catalogue's names. */
    features: z.array(codeWord),
    /** Configuration of the top-level site that updates may ask for. */
    configuration: z.array(codeWord),
  }),
  async collect({ db, topLevelSite }) {
    const { rows } = await db.execute<{ guid: string }>(
      sql`select feature_guid as guid from update_features where status = 1`,
    );
    return {
      fullVersion: topLevelSite.fullVersion,
      type: topLevelSite.type === SITE_TYPE.centralAdministration ? SETUP_TYPES[0] : SETUP_TYPES[1],
      languages: [...LOCALES],
      features: rows.flatMap(({ guid }) => findFeature(guid)?.name ?? []).sort(),
      configuration: splitConfiguration(topLevelSite.configuration).configuration,
    };
  },
};

export const earlyUpdateRing: Collector = {
  id: "B-24",
  schema: z.strictObject({
    /** Versions whose early update ring the hierarchy joined, e.g. `2002`. */
    versions: z.array(z.string().regex(/^[0-9]{4}$/)),
  }),
  async collect({ topLevelSite }) {
    return { versions: splitConfiguration(topLevelSite.configuration).earlyUpdateRings };
  },
};
