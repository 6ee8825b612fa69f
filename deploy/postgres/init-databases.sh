#!/usr/bin/env bash
# Makes a database and a user of its own for each password that is given: /run/secrets/NAME-database.
# No user may connect to another's database. The server runs it when its data are made; run it again
# when a service is added or a password changed: what is there stays, and passwords become the files'.
set -euo pipefail

as_postgres() {
	psql --quiet --no-psqlrc --set=ON_ERROR_STOP=1 --username="${POSTGRES_USER:-postgres}" \
		--dbname=postgres "$@"
}

for file in /run/secrets/*-database; do
	name=$(basename "$file" -database)
	password=$(<"$file")
	if [[ $name == admin ]]; then
		as_postgres --set=password="$password" <<<"ALTER ROLE CURRENT_USER PASSWORD :'password'"
		continue
	fi
	as_postgres --set=name="$name" --set=password="$password" <<-'SQL'
			SELECT format('CREATE ROLE %I LOGIN', :'name')
			WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'name') \gexec
			ALTER ROLE :"name" PASSWORD :'password';
			SELECT format('CREATE DATABASE %I OWNER %I', :'name', :'name')
			WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \gexec
			REVOKE CONNECT, TEMPORARY ON DATABASE :"name" FROM PUBLIC;
		SQL
done
