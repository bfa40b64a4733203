# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# What the tools share: packages, building, the environment of an uninstalled program, a display.
# Sourced, never run. Everything a tool says about its own doings goes to standard error.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=${CRM_BUILD_DIR:-$root/_build}
app_id=org.example.Crm

say ()
{
  printf '%s\n' "$*" >&2
}

die ()
{
  say "${0##*/}: $*"
  exit 1
}

# packages_missing LIST...: the packages of the lists that are not installed, one a line.
packages_missing ()
{
  local wanted
  mapfile -t wanted < <(sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$@" | sort -u)
  LC_ALL=C comm -23 <(printf '%s\n' "${wanted[@]}" | LC_ALL=C sort) \
    <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null |
      sed -n 's/^installed //p' | LC_ALL=C sort -u)
}

# as_root COMMAND...: directly, or by sudo; sudo may ask for a password only where there is a terminal.
as_root ()
{
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif [ -t 0 ]; then
    sudo "$@"
  else
    sudo -n "$@"
  fi
}

apt_install ()
{
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=900 -o Acquire::Retries=3 \
    -q -y --no-install-recommends install "$@" >&2
}

# need_packages LIST...: install what is missing, and nothing when nothing is.
need_packages ()
{
  local missing
  if ! command -v dpkg-query >/dev/null; then
    say "This is not a Debian system: the packages of tools/packages-* have to be there already."
    return 0
  fi
  mapfile -t missing < <(packages_missing "$@")
  [ "${#missing[@]}" -gt 0 ] || return 0

  if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
    say "These Debian packages are missing, and there is neither root nor sudo to install them:"
    say "  ${missing[*]}"
    say "As root: apt-get install --no-install-recommends ${missing[*]}"
    exit 1
  fi

  say "Installing: ${missing[*]}"
  if apt-cache show --no-all-versions "${missing[@]}" >/dev/null 2>&1 && apt_install "${missing[@]}"; then
    return 0
  fi
  as_root apt-get -o DPkg::Lock::Timeout=900 -o Acquire::Retries=3 -q update >&2 ||
    say "The package lists could not all be renewed; trying with those that are there."
  apt_install "${missing[@]}" || die "these packages could not be installed: ${missing[*]}"
}

# build_in FOLDER [MESON OPTION...]: set up once, then build what changed.
build_in ()
{
  local folder=$1
  shift
  if [ ! -f "$folder/build.ninja" ]; then
    meson setup "$@" "$folder" "$root" >&2 || die "meson could not set up $folder"
  fi
  if ! ninja -C "$folder" -n 2>/dev/null | grep -q 'no work to do'; then
    ninja -C "$folder" >&2 || die "the build failed"
  fi
}

# uninstalled FOLDER: let programs find what `meson install` would have put in its place.
uninstalled ()
{
  export GSETTINGS_SCHEMA_DIR=$1/data
  export CRM_LOCALEDIR=$1/po
  export PATH=$1/src/app:$1/src/cli:$PATH
}

# translatable_files: the files with words for people in them, in order.
translatable_files ()
(
  cd "$root"
  {
    grep -rlE '(\b_|\bN_|\bC_|\bNC_|\bNP_|\bngettext|\bg_dngettext|\bg_dpgettext2) \(' src --include='*.[ch]' || true
    grep -rlE 'translatable="(yes|true)"' src data --include='*.ui' || true
    find data . -maxdepth 1 \( -name '*.gschema.xml' -o -name '*.metainfo.xml.in' -o -name '*.desktop.in' \) |
      sed 's|^\./||'
  } | LC_ALL=C sort -u
)

# make_template FILE: the messages of those files, taken out with the keywords of meson's glib preset.
make_template ()
(
  cd "$root"
  translatable_files | xgettext --files-from=- --output="$1" --from-code=UTF-8 --package-name=crm \
    --add-comments=Translators --keyword=_ --keyword=N_ --keyword=C_:1c,2 --keyword=NC_:1c,2 --keyword=NP_:1,2 \
    --keyword=g_dcgettext:2 --keyword=g_dngettext:2,3 --keyword=g_dpgettext2:2c,3
)

display_here ()
{
  [ -n "${WAYLAND_DISPLAY:-}${DISPLAY:-}" ]
}

# with_display COMMAND...: run it under an Xvfb, a session bus, a home and a runtime folder of its own,
# all of which are gone afterwards. CRM_SCREEN gives the size of the screen.
with_display ()
(
  place=$(mktemp -d "${TMPDIR:-/tmp}/crm-XXXXXX")
  server=
  leave ()
  {
    if [ -n "$server" ]; then
      kill "$server" 2>/dev/null || true
      wait "$server" 2>/dev/null || true
    fi
    rm -rf "$place"
  }
  trap leave EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM

  export CCACHE_DIR=${CCACHE_DIR:-$HOME/.cache/ccache}
  export HOME=$place/home
  export XDG_RUNTIME_DIR=$place/run XDG_DATA_HOME=$HOME/.local/share XDG_CONFIG_HOME=$HOME/.config
  export XDG_CACHE_HOME=$HOME/.cache XDG_STATE_HOME=$HOME/.local/state
  mkdir -p "$XDG_CONFIG_HOME/gtk-4.0" "$XDG_DATA_HOME" "$XDG_CACHE_HOME" "$XDG_STATE_HOME"
  mkdir -m 700 "$XDG_RUNTIME_DIR"
  printf '[Settings]\ngtk-font-name=Cantarell 11\ngtk-enable-animations=0\n' \
    >"$XDG_CONFIG_HOME/gtk-4.0/settings.ini"

  mkfifo "$place/number"
  exec 7<>"$place/number"
  Xvfb -displayfd 7 -screen 0 "${CRM_SCREEN:-1280x800}x24" -nolisten tcp -noreset \
    >"$place/xvfb.log" 2>&1 &
  server=$!
  if ! read -r -t 30 -u 7 number; then
    cat "$place/xvfb.log" >&2
    die "Xvfb did not start"
  fi
  exec 7>&-

  unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS AT_SPI_BUS_ADDRESS XAUTHORITY
  export DISPLAY=:$number GDK_BACKEND=x11 GSK_RENDERER=cairo GSETTINGS_BACKEND=memory
  export LC_ALL=${CRM_LOCALE:-C.UTF-8} NO_AT_BRIDGE=1
  # Not exec: the trap has to outlive the command. In the background: a signal reaches the trap at once.
  dbus-run-session -- "$@" &
  command=$!
  trap 'kill "$command" 2>/dev/null; exit 130' INT
  trap 'kill "$command" 2>/dev/null; exit 143' TERM
  wait "$command"
)
