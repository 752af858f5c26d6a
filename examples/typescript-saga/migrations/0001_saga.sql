-- What the providers have booked and charged, and what was taken back, by their own ids.
create table public.bookings (id text primary key, trip text not null, kind text not null, cents integer not null);
create table public.reversals (id text primary key, trip text not null, kind text not null, cents integer not null);

grant usage on schema public to service_role;
grant select, insert, update, delete on public.bookings, public.reversals to service_role;
