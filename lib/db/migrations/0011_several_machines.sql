CREATE TABLE "site_database" (
	"singleton" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"product_version" text NOT NULL,
	CONSTRAINT "site_database_singleton" CHECK ("site_database"."singleton")
);
--> statement-breakpoint
ALTER TABLE "executives" ADD COLUMN "clock_skew_ms" integer;--> statement-breakpoint
ALTER TABLE "executives" ADD COLUMN "servers" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "executives" ADD COLUMN "misfit" jsonb;