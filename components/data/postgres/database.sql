-- The database and the role that owns it and everything in it. Nobody logs in as the owner. What the other roles may do in
-- it, the owner grants, once there are tables. The transaction that begins here is ended after the logins, so that none of
-- them works before all of this holds.

SELECT format('CREATE ROLE %I NOLOGIN', :'database')
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'database') \gexec
SELECT format('CREATE DATABASE %I OWNER %I TEMPLATE template0', :'database', :'database')
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec

\connect :database
BEGIN;
ALTER ROLE postgres PASSWORD NULL;
ALTER ROLE :"database" NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD NULL;
ALTER DATABASE :"database" OWNER TO :"database";
REVOKE ALL ON DATABASE :"database", postgres, template1 FROM PUBLIC;
ALTER SCHEMA public OWNER TO :"database";
REVOKE ALL ON SCHEMA public FROM PUBLIC;
