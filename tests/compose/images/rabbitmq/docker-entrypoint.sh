#!/bin/sh
# What we use of the rabbitmq image: started as rabbitmq, it runs what it is told.
set -eu

if [ "$(id -u)" = 0 ]; then
	chown -R rabbitmq:rabbitmq /var/lib/rabbitmq
	exec setpriv --reuid=rabbitmq --regid=rabbitmq --init-groups "$0" "$@"
fi
exec "$@"
