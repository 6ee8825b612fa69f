#!/usr/bin/env bash
# Makes a database and a user of its own for each service and for the keyring, when the server's
# data are made. No user may connect to another's database.
set -euo pipefail

for name in accounts membership meetings funds learning reporting province keyring; do
	variable=${name^^}_DATABASE_PASSWORD
	: "${!variable:?is the password of the database user $name}"
	psql --quiet --no-psqlrc --set=ON_ERROR_STOP=1 --username="${POSTGRES_USER:-postgres}" \
		--dbname=postgres --set=name="$name" --set=password="${!variable}" <<-'SQL'
			CREATE ROLE :"name" LOGIN PASSWORD :'password';
			CREATE DATABASE :"name" OWNER :"name";
			REVOKE CONNECT, TEMPORARY ON DATABASE :"name" FROM PUBLIC;
		SQL
done
