#!/bin/sh
# Starts coturn with turnserver.conf and what differs between machines, from the environment:
#   TURN_REALM        its name, for example turn.example.org
#   TURN_ADDRESSES    the machine's own addresses to listen on and to relay from, separated by spaces
#   TURN_SECOND_PORT  optional: another port to answer at, for apps that want to know what a NAT makes of ports
#   TURN_EXTERNAL_IP  optional: the public address in front of them, where a cloud translates (public/private)
#   TURN_SECRET_FILE  a file with the secret that the signaling server has too
#   TURN_CERTIFICATE_FILE, TURN_KEY_FILE  optional: certificate chain and key (PEM); without them there is no TLS
#   TURN_TLS_PORT     optional: 443 gets through where nothing but the web does
# The secret goes into a file that nobody else can read, in memory, and never onto a command line.
set -eu
: "${TURN_REALM:?}" "${TURN_ADDRESSES:?}" "${TURN_SECRET_FILE:?}"
umask 077
configuration=/run/coturn/turnserver.conf
{
  cat /etc/beckon/turnserver.conf
  echo "realm=$TURN_REALM"
  for address in $TURN_ADDRESSES; do
    echo "listening-ip=$address"
    echo "relay-ip=$address"
    case "$address" in
      *:*) second="[$address]" ;;
      *) second=$address ;;
    esac
    [ -z "${TURN_SECOND_PORT:-}" ] || echo "aux-server=$second:$TURN_SECOND_PORT"
  done
  [ -z "${TURN_EXTERNAL_IP:-}" ] || echo "external-ip=$TURN_EXTERNAL_IP"
  [ -z "${TURN_TLS_PORT:-}" ] || echo "tls-listening-port=$TURN_TLS_PORT"
  if [ -n "${TURN_CERTIFICATE_FILE:-}" ]; then
    echo "cert=$TURN_CERTIFICATE_FILE"
    echo "pkey=${TURN_KEY_FILE:?}"
  else
    echo no-tls
  fi
  echo pidfile=/run/coturn/turnserver.pid
  echo userdb=/run/coturn/turndb
  echo "static-auth-secret=$(cat "$TURN_SECRET_FILE")"
} >"$configuration"
exec turnserver -c "$configuration"
