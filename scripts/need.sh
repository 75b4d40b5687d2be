#!/bin/sh
# need.sh GROUP…: sees to it that the Debian packages of the groups are there.
# It looks first and does nothing when they are. As root it installs what is
# missing, with password-less sudo it does so through that, otherwise it
# prints the line to run and stops.
set -eu

# What building needs: a C compiler and the headers of OpenGL, X11 and Wayland
# that Fyne's window library is compiled against.
build="gcc libc6-dev pkg-config libgl-dev libegl-dev libx11-dev libxext-dev libxrandr-dev
  libxxf86vm-dev libxi-dev libxcursor-dev libxinerama-dev libwayland-dev libxkbcommon-dev"

# What the tests need besides: a screen with software OpenGL and a Swedish
# keyboard, keys and pictures for it, a sound server without a sound card,
# Swedish voices, the stock tools that must open what we write (PDF by poppler), and a system bus
# that can say that the machine will sleep.
test="xvfb x11-xkb-utils xkb-data xdotool imagemagick libgl1-mesa-dri
  pulseaudio pulseaudio-utils espeak-ng openssh-client sqlite3 tar dbus-daemon poppler-utils"

# What the Windows program is compiled with, and what it is tried under.
windows="gcc-mingw-w64-x86-64"
wine="wine wine64"

wanted=""
for group in "$@"; do
  case $group in
    build) wanted="$wanted $build" ;;
    test) wanted="$wanted $test" ;;
    windows) wanted="$wanted $windows" ;;
    wine) wanted="$wanted $wine" ;;
    *) echo "need.sh: no group named $group" >&2; exit 2 ;;
  esac
done

command -v go >/dev/null || { echo "Go is missing: see https://go.dev/dl (1.26 or later)." >&2; exit 1; }

if ! command -v dpkg-query >/dev/null; then
  # Not a Debian: the names differ, so say what is needed and let the build
  # itself tell what is missing.
  command -v "${CC:-gcc}" >/dev/null || {
    echo "No C compiler found. On Debian these packages are needed; install their like here:" >&2
    echo " " $wanted >&2
    exit 1
  }
  exit 0
fi

# One query for all; a package that was removed but left its settings does not
# count as there.
missing() {
  have=" $(dpkg-query -W -f='${Package} ${db:Status-Abbrev}\n' $wanted 2>/dev/null |
    awk '$2 == "ii" {print $1}' | tr '\n' ' ')"
  for package in $wanted; do
    case $have in *" $package "*) ;; *) printf '%s ' "$package" ;; esac
  done
}

lacking=$(missing)
[ -n "$lacking" ] || exit 0

install="apt-get install -y --no-install-recommends $lacking"
if [ "$(id -u)" = 0 ]; then
  as="env"
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
  as="sudo -n env"
else
  echo "These packages are missing. Install them with this line, then run make again:" >&2
  echo "  sudo $install" >&2
  exit 1
fi

echo "Installing: $lacking"
# The package list is fetched only when the one that lies there is missing or
# too old to be of use.
quiet="DEBIAN_FRONTEND=noninteractive"
$as $quiet $install -qq >/dev/null 2>&1 ||
  { $as $quiet apt-get update -qq && $as $quiet $install -qq >/dev/null; }

lacking=$(missing)
[ -z "$lacking" ] || { echo "Still missing after the install: $lacking" >&2; exit 1; }
