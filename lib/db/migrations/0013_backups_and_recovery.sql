CREATE TABLE "backup_settings" (
	"site_code" char(3) PRIMARY KEY NOT NULL,
	"keep" integer DEFAULT 1 NOT NULL,
	"destination" text,
	"destination_task_id" uuid,
	"recovery_key" jsonb,
	"recovery_key_set_at" timestamp with time zone,
	"recovery_key_set_by" text,
	CONSTRAINT "backup_settings_keep" CHECK ("backup_settings"."keep" between 1 and 50)
);
--> statement-breakpoint
CREATE TABLE "backups" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"site_code" char(3) NOT NULL,
	"folder" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone NOT NULL,
	"product_version" text NOT NULL,
	"bytes" bigint NOT NULL,
	"tables" integer NOT NULL,
	"rows" bigint NOT NULL,
	"source_files" integer NOT NULL,
	"recovery_fingerprint" text,
	"key_servers" jsonb NOT NULL,
	"missing_key_servers" jsonb NOT NULL,
	"verification_task_id" uuid,
	CONSTRAINT "backups_folder" UNIQUE("site_code","folder")
);
--> statement-breakpoint
CREATE TABLE "recoveries" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"site_code" char(3) NOT NULL,
	"backup_folder" text NOT NULL,
	"backup_created_at" timestamp with time zone NOT NULL,
	"backup_version" text NOT NULL,
	"recovered_at" timestamp with time zone NOT NULL,
	"recovered_by" text NOT NULL,
	"host_name" text NOT NULL,
	"completed_at" timestamp with time zone,
	"key_servers" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"closed_at" timestamp with time zone,
	"closed_by" text
);
--> statement-breakpoint
CREATE TABLE "recovery_checks" (
	"recovery_id" uuid NOT NULL,
	"point" text NOT NULL,
	"done_at" timestamp with time zone NOT NULL,
	"done_by" text NOT NULL,
	CONSTRAINT "recovery_checks_recovery_id_point_pk" PRIMARY KEY("recovery_id","point")
);
--> statement-breakpoint
ALTER TABLE "backup_settings" ADD CONSTRAINT "backup_settings_site_code_sites_site_code_fk" FOREIGN KEY ("site_code") REFERENCES "public"."sites"("site_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "backups" ADD CONSTRAINT "backups_site_code_sites_site_code_fk" FOREIGN KEY ("site_code") REFERENCES "public"."sites"("site_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recovery_checks" ADD CONSTRAINT "recovery_checks_recovery_id_recoveries_id_fk" FOREIGN KEY ("recovery_id") REFERENCES "public"."recoveries"("id") ON DELETE cascade ON UPDATE no action;