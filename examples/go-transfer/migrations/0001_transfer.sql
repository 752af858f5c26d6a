-- What the provider has moved, by its own ids, and what became of each transfer.
create table public.moves (
  id text primary key, kind text not null, reference text not null, account text not null, cents integer not null
);
create table public.notices (reference text primary key, status text not null);

grant usage on schema public to service_role;
grant select, insert, update, delete on public.moves, public.notices to service_role;
