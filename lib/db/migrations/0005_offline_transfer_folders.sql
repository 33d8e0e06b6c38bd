CREATE TABLE "offline_transfer_packages" (
	"path" text PRIMARY KEY NOT NULL,
	"folder" text NOT NULL,
	"file_name" text NOT NULL,
	"volumes" integer NOT NULL,
	"bytes" bigint NOT NULL,
	"modified_at" timestamp with time zone NOT NULL,
	"kind" text NOT NULL,
	"request_id" uuid,
	"hierarchy" text,
	"packed_at" timestamp with time zone,
	"error_code" text,
	"error_params" jsonb,
	"seen_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "offline_requests" ADD COLUMN "wants" jsonb DEFAULT '[]'::jsonb NOT NULL;