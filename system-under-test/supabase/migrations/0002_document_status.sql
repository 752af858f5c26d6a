-- A document's status follows its checkpoints in the same transaction. A repeated attempt inserts no row and so changes
-- no status, however late it comes.
create function public.follow_checkpoint() returns trigger language plpgsql set search_path = '' as $$
begin
  insert into public.documents (workflow_id, status) values (new.workflow_id, new.status)
    on conflict (workflow_id) do update set status = excluded.status, updated_at = now();
  return null;
end;
$$;

create trigger follow_checkpoint after insert on public.checkpoints
  for each row execute function public.follow_checkpoint();
