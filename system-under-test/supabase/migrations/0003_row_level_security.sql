-- Only the server reads and writes: no policy lets anyone else in, and rights are granted to service_role alone.
alter table public.checkpoints enable row level security;
alter table public.documents enable row level security;

create policy service_role_all on public.checkpoints for all to service_role using (true) with check (true);
create policy service_role_all on public.documents for all to service_role using (true) with check (true);

revoke all on public.checkpoints, public.documents from anon, authenticated;
grant usage on schema public to service_role;
grant select, insert, update, delete on public.checkpoints, public.documents to service_role;
