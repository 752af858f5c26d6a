-- Checkpoints: how far each workflow is, one row a stage, in the order in which they were written.
-- The roles anon, authenticated and service_role are Supabase's own and exist before this migration.
create table public.checkpoints (
  id bigint generated always as identity,
  workflow_id text not null,
  stage text not null,
  activity_id text not null,
  attempt integer not null check (attempt >= 1),
  -- SHA-256, in hexadecimal, of the canonical JSON of the work that the row stands for.
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  -- The document's status from here on.
  status text not null,
  created_at timestamptz not null default now(),
  primary key (workflow_id, stage)
);

-- The present status of each document.
create table public.documents (
  workflow_id text primary key,
  status text not null,
  updated_at timestamptz not null default now()
);
