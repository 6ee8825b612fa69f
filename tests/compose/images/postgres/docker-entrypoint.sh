#!/usr/bin/env bash
# What we use of the postgres image: POSTGRES_USER, POSTGRES_PASSWORD or POSTGRES_PASSWORD_FILE,
# POSTGRES_INITDB_ARGS and scripts under /docker-entrypoint-initdb.d, run once against a server that
# takes no TCP; started as postgres or as root.
set -euo pipefail

if ((EUID == 0)); then
	chown -R postgres:postgres "$PGDATA"
	chmod 700 "$PGDATA"
	exec setpriv --reuid=postgres --regid=postgres --init-groups "${BASH_SOURCE[0]}" "$@"
fi

if [[ $1 == postgres && ! -s $PGDATA/PG_VERSION ]]; then
	if [[ -n ${POSTGRES_PASSWORD_FILE:-} ]]; then
		POSTGRES_PASSWORD=$(<"$POSTGRES_PASSWORD_FILE")
	fi
	# shellcheck disable=SC2086 # several arguments in one variable, as in the image
	initdb --username="${POSTGRES_USER:=postgres}" --auth-host=scram-sha-256 --auth-local=trust \
		--pwfile=<(printf '%s' "${POSTGRES_PASSWORD:?must be set}") ${POSTGRES_INITDB_ARGS:-}
	printf 'host all all all scram-sha-256\n' >>"$PGDATA/pg_hba.conf"
	export POSTGRES_USER
	pg_ctl --wait start --options="-c listen_addresses=''"
	for script in /docker-entrypoint-initdb.d/*.sh; do
		"$script"
	done
	pg_ctl --wait --mode=fast stop
fi
exec "$@" -c 'listen_addresses=*'
