CREATE TABLE "endpoint_probe_schedule" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"enabled" boolean NOT NULL,
	"interval_hours" integer NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	"changed_by" text NOT NULL,
	CONSTRAINT "endpoint_probe_schedule_only" CHECK ("endpoint_probe_schedule"."only"),
	CONSTRAINT "endpoint_probe_schedule_interval" CHECK ("endpoint_probe_schedule"."interval_hours" between 1 and 168)
);
--> statement-breakpoint
ALTER TABLE "endpoint_probe_runs" ADD COLUMN "whole" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "endpoint_probe_runs" ADD COLUMN "total" integer DEFAULT 0 NOT NULL;