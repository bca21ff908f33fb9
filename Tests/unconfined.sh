#!/bin/sh
# Runs the program $UNCONFINED, a server or a client without its sandbox.
#
# To give up its capabilities, a thread must be interrupted by a signal, and ThreadSanitizer has one that must not be.
for word; do
    case $word in
        server | client) exec "$UNCONFINED" --sandbox off "$@" ;;
    esac
done
exec "$UNCONFINED" "$@"
