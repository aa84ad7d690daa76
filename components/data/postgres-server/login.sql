-- One login: a member of the owner, acting as the owner from its first statement on, so that whatever it creates belongs
-- to the owner and not to a login that will be replaced.

SELECT format('CREATE ROLE %I NOLOGIN', :'login')
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'login') \gexec
ALTER ROLE :"login" NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS INHERIT;
GRANT :"database" TO :"login";
ALTER ROLE :"login" SET role = :'database';

\set password_file :logins_folder '/' :login
\set given `if test -s :'password_file'; then echo true; else echo false; fi`
\if :given
\set password `cat :'password_file'`
ALTER ROLE :"login" LOGIN PASSWORD :'password';
\unset password
\else
ALTER ROLE :"login" NOLOGIN PASSWORD NULL;
\endif
