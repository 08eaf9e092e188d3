-- `counterpart doctor` asks each connected tenant whether its permissions are given. It connects as the owner of the schema, to whom this policy
-- opens the rows of all organisations, and tells nothing of them but the tenant.
do $$
begin
  execute format('create policy doctor on connections for select to %I using (true)', current_user);
end
$$;
