#!/bin/sh
# Run by the keeper beside the server: brings the replica set, the users and the served certificate to what is mounted, see
# apply.js. It may be stopped anywhere and is then run again from the start.
#
#   MEMBER           host and port of the server: how it is reached, and its name in the replica set
#   CA_FILE          the authority of its certificate
#   ADMIN_FOLDER     has the passwords of `admin`: `current`, and `previous` during a rotation
#   DATABASE_NAME    the application's database
#   LOGINS           names of its logins
#   LOGINS_FOLDER    has a file per login with its password; a login without one is dropped
#   SCRIPTS_FOLDER   has apply.js
#   HOME             a folder in memory: mongosh wants to write to it
set -eu
umask 077

# mongosh would write a log of its own, send statistics and look for its newest version.
mkdir -p "$HOME/.mongodb/mongosh"
printf '%s\n' '{"disableLogging":true,"enableTelemetry":false,"updateURL":""}' >"$HOME/.mongodb/mongosh/config"

exec mongosh --nodb --norc --quiet --file "$SCRIPTS_FOLDER/apply.js"
