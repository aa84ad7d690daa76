-- One login: a member of a role, acting as that role from its first statement on, so that rights are the role's, and what
-- the owner's login creates the owner's, and never those of a login that will be replaced.

SELECT format('CREATE ROLE %I NOLOGIN', :'role')
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec
ALTER ROLE :"role" NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD NULL;
GRANT CONNECT ON DATABASE :"database" TO :"role";
SELECT format('CREATE ROLE %I NOLOGIN', :'login')
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'login') \gexec
ALTER ROLE :"login" NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS INHERIT;
GRANT :"role" TO :"login";
ALTER ROLE :"login" SET role = :'role';

\set password_file :logins_folder '/' :login
\set given `if test -s :'password_file'; then echo true; else echo false; fi`
\if :given
\set password `cat :'password_file'`
ALTER ROLE :"login" LOGIN PASSWORD :'password';
\unset password
\else
ALTER ROLE :"login" NOLOGIN PASSWORD NULL;
\endif
