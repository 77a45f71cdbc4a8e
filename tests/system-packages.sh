#!/bin/sh
# Debian packages that the tests compare with (fluidsynth, timidity, midicsv, abc2midi), that Qt needs without a screen,
# or that make a screen (Xvfb, openbox, xdotool); only what is missing is installed.
set -eu
wanted="fluidsynth timidity midicsv abcmidi libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0"
wanted="$wanted libpulse0 libdrm2 libxrandr2 libxrender1 libxext6 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0"
wanted="$wanted xvfb openbox xdotool"
missing=""
for package in $wanted; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q "ok installed" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
# shellcheck disable=SC2086 -- a list of packages
apt-get install -qy --no-install-recommends $missing
