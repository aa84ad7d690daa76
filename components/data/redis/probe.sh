#!/bin/sh
# probe.sh alive|ready PASSWORDS
#
# Whether the server is worth keeping, or worth sending clients to.
set -eu

answer=$(sh "${0%/*}/client.sh" probe "$2" ping) || :
case $1:$answer in
    *:PONG) ;;
    # The disk is full or broken. Writes are refused until it is not; reads go on, and a restart would help nobody.
    *:MISCONF*) ;;
    # It serves, and has not been told of the probe's password yet: that is for the keeper to put right.
    *:"AUTH failed"*) ;;
    # Reading its data after a start takes time, and must not be cut short.
    alive:LOADING*) ;;
    # Above all silence, and BUSY: a script that never ends and that nothing but a restart may stop.
    *)
        printf 'probe: %s\n' "$answer" >&2
        exit 1
        ;;
esac
