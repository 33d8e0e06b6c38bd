-- Rules that belong to the database, so that no page, tool or second process can break them.

-- The service connection point lives only at the top-level site: a central administration site, or a primary
-- that has no parent (reference/role.md §2).
create function service_connection_point_at_top_level() returns trigger language plpgsql as $$
declare
  top_level boolean;
begin
  if new.role = 'SMS Dmp Connector' then
    select s.type in (2, 4) and s.parent_site_code is null into top_level
      from site_system_servers v join sites s using (site_code) where v.id = new.server_id;
    if not coalesce(top_level, false) then
      raise exception 'The service connection point can be installed only at the top-level site.'
        using errcode = 'check_violation', constraint = 'site_system_roles_service_connection_point_top_level';
    end if;
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger service_connection_point_at_top_level before insert or update on site_system_roles
  for each row execute function service_connection_point_at_top_level();
--> statement-breakpoint
-- A site that holds the role cannot become a child behind the role's back (site expansion removes the role first).
create function service_connection_point_stays_at_top_level() returns trigger language plpgsql as $$
begin
  if (new.type = 1 or new.parent_site_code is not null) and exists (
    select from site_system_roles r join site_system_servers v on v.id = r.server_id
      where v.site_code = new.site_code and r.role = 'SMS Dmp Connector'
  ) then
    raise exception 'Remove the service connection point before this site gets a parent.'
      using errcode = 'check_violation', constraint = 'sites_service_connection_point_top_level';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger service_connection_point_stays_at_top_level before update on sites
  for each row execute function service_connection_point_stays_at_top_level();
--> statement-breakpoint
create unique index sites_one_central_administration_site on sites (type) where type = 4;
--> statement-breakpoint
alter table sites add constraint sites_parent foreign key (parent_site_code) references sites (site_code);
--> statement-breakpoint
-- The audit trail only grows.
create function audit_messages_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'Audit messages cannot be changed or deleted.' using errcode = 'insufficient_privilege';
end $$;
--> statement-breakpoint
create trigger audit_messages_append_only before update or delete or truncate on audit_messages
  for each statement execute function audit_messages_append_only();
