-- What the provider has charged, refunded and paid out, by its own ids.
create table public.charges (id text primary key, account text not null, line integer not null, cents integer not null);
create table public.refunds (id text primary key, account text not null, line integer not null, cents integer not null);
create table public.payouts (id text primary key, account text not null, cents integer not null);

grant usage on schema public to service_role;
grant select, insert, update, delete on public.charges, public.refunds, public.payouts to service_role;
