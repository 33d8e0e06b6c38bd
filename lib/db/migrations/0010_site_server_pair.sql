-- A site with a site server in passive mode has the service connection point on neither of the two
-- (reference/role.md §8.4), one such server only, and is no secondary site.
create function service_connection_point_off_site_server_pair() returns trigger language plpgsql as $$
declare
  site char(3);
  site_type integer;
begin
  if new.role not in ('SMS Dmp Connector', 'SMS Site Server', 'SMS Site Server in passive mode') then
    return new;
  end if;
  -- Two who write at once wait for each other at the site's row.
  select s.site_code, s.type into site, site_type
    from site_system_servers v join sites s using (site_code) where v.id = new.server_id for no key update of s;
  if new.role = 'SMS Site Server in passive mode' and site_type = 1 then
    raise exception 'A secondary site has no site server in passive mode.'
      using errcode = 'check_violation', constraint = 'site_system_roles_no_passive_at_secondary';
  end if;
  if (select count(*) from site_system_roles r join site_system_servers v on v.id = r.server_id
       where v.site_code = site and r.role = 'SMS Site Server in passive mode') > 1 then
    raise exception 'A site has one site server in passive mode.'
      using errcode = 'check_violation', constraint = 'site_system_roles_one_passive_site_server';
  end if;
  if exists (
    select from site_system_roles passive join site_system_servers v on v.id = passive.server_id
     where v.site_code = site and passive.role = 'SMS Site Server in passive mode'
  ) and exists (
    select from site_system_roles point
      join site_system_servers v on v.id = point.server_id and v.site_code = site
      join site_system_roles pair on pair.server_id = point.server_id
       and pair.role in ('SMS Site Server', 'SMS Site Server in passive mode')
     where point.role = 'SMS Dmp Connector'
  ) then
    raise exception 'The service connection point is on neither site server of an active/passive pair.'
      using errcode = 'check_violation', constraint = 'site_system_roles_point_off_site_server_pair';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger service_connection_point_off_site_server_pair after insert or update on site_system_roles
  for each row execute function service_connection_point_off_site_server_pair();
