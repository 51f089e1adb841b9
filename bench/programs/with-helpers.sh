#!/bin/sh
# Starts two helpers, one of which leaves for a session of its own, and notes their pids: with-helpers.sh NAME FIFO FOLDER
setsid sh -c 'exec sleep 1000000' &
echo $! >>"$3/$1.$$"
sleep 1000000 &
echo $! >>"$3/$1.$$"
echo "$1 $$" >"$2"
while :; do wait; done
