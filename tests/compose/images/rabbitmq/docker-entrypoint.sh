#!/bin/sh
# What we use of the rabbitmq image: RABBITMQ_DEFAULT_USER and RABBITMQ_DEFAULT_PASS.
set -eu

if [ "$(id -u)" = 0 ]; then
	chown -R rabbitmq:rabbitmq /var/lib/rabbitmq
	if [ "$1" = rabbitmq-server ]; then
		printf 'default_user = %s\ndefault_pass = %s\n' \
			"${RABBITMQ_DEFAULT_USER:-guest}" "${RABBITMQ_DEFAULT_PASS:-guest}" \
			>/etc/rabbitmq/conf.d/10-defaults.conf
	fi
	exec setpriv --reuid=rabbitmq --regid=rabbitmq --init-groups "$0" "$@"
fi
exec "$@"
