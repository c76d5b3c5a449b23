#!/usr/bin/env bash
# Makes this checkout ready to run: Debian packages, a virtual environment from requirements.lock, our own package in it.
# packaging/try and packaging/test call it. Rules it keeps:
# - what is there already is not touched, so the second run takes a moment and needs no network;
# - each step says in one line what it does; a failure is a sentence with its cause and its cure;
# - words go to stderr, so that stdout belongs to the command that follows;
# - two runs at once wait for each other; it works from any folder.
# HALL_VENV: place of the environment (default: .venv in the checkout). HALL_PYTHON: the Python to build it with.
set -euo pipefail

here=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd -P)
root=$(dirname -- "$here")
venv=$(realpath -m -- "${HALL_VENV:-$root/.venv}")
lock=$root/requirements.lock
stamp=$venv/.hall-environment
package_stamp=$venv/.hall-package
disk_mb_min=1500
wanted="run"
log=""
policy=/usr/sbin/policy-rc.d
policy_mark="# put here by the hall's setup for one installation; safe to delete"
as_root=()
debian_missing=()

# shellcheck source=packaging/explain.sh
source "$here/explain.sh"

say() { printf 'setup: %s\n' "$*" >&2; }
die() {
    printf '\nsetup: %s\n' "$*" >&2
    exit 1
}

# die_of LOG WHAT: the end of the log, then the cause and the cure in words.
die_of() {
    local sentence
    printf '\n' >&2
    tail -n 5 -- "$1" | cut -c 1-200 | sed 's/^/    | /' >&2
    sentence=$(explain "$1")
    die "$2 ${sentence:-The lines above say why; once that is mended, run it again.}"
}

cleanup() {
    if [[ -n $log ]]; then rm -f -- "$log"; fi
    remove_policy
}

# Show how far a long step is. Reads its output, keeps it in $log, counts the lines that match PATTERN.
progress() {
    local total=$1 pattern=$2 line="" rest="" done_n=0 name="fetching" shown=$SECONDS state
    while true; do
        state=0
        IFS= read -r -t 10 line || state=$?
        if ((state > 128)); then # ten quiet seconds: what was read of a line is kept
            rest+=$line
        elif ((state > 0)) && [[ -z $line$rest ]]; then
            break
        else
            line=$rest$line rest=""
            printf '%s\n' "$line" >>"$log"
            if [[ $line == *"held by process"* && $name != waiting* ]]; then
                name="waiting for another program that installs packages (${line##*It is })"
                say "$name"
            fi
            if [[ $line =~ $pattern ]]; then
                done_n=$((done_n + 1)) name=${BASH_REMATCH[1]}
            fi
        fi
        if [[ -t 2 ]]; then
            printf '\r\033[K  %s of %s  %s' "$((done_n < total ? done_n : total))" "$total" "$name" >&2
        elif ((SECONDS - shown >= 10)); then
            shown=$SECONDS
            printf '  %s of %s  %s\n' "$((done_n < total ? done_n : total))" "$total" "$name" >&2
        fi
    done
    if [[ -t 2 ]]; then printf '\r\033[K' >&2; fi
}

# ---------------------------------------------------------------- this machine

require_linux() {
    [[ $(uname -s) == Linux ]] || die "This is $(uname -s); the hall runs on Linux (tested on Debian 12)."
}

require_place() {
    local parent=$venv free_mb
    [[ -w $root ]] || die "The checkout $root cannot be written by $(id -un). Copy it to a folder of your own, or change its owner."
    while [[ ! -d $parent ]]; do parent=$(dirname -- "$parent"); done
    [[ -w $parent ]] || die "$parent cannot be written by $(id -un). Set HALL_VENV to a folder that you may write."
    free_mb=$(df -Pm -- "$parent" | awk 'NR == 2 { print $4 }')
    ((free_mb >= disk_mb_min)) || die "The disk is full: $free_mb MB are free at $parent, $disk_mb_min MB are needed. Free some, or set HALL_VENV to a place on another disk."
}

# One run at a time for one environment: the lock is on the folder it stands in, and ends with this process.
take_turn() {
    local folder
    folder=$(dirname -- "$venv")
    mkdir -p -- "$folder" 2>/dev/null || die "The folder $folder cannot be made. Set HALL_VENV to a place that you may write."
    exec 9<"$folder"
    flock -n 9 || { say "Another setup is at work here; waiting for it to finish..."; flock 9; }
}

# ---------------------------------------------------------------- Python

# Only what lies in the environment counts, not what the caller's shell points at.
forget_callers_python() {
    unset PYTHONHOME PYTHONPATH PIP_TARGET PIP_PREFIX PIP_ROOT
    export PIP_USER=0 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
}

new_enough() { "$1" -I -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
makes_venvs() { "$1" -I -c 'import venv, ensurepip' >/dev/null 2>&1; }

# Sets `python`. One that can make environments is preferred; else the Debian package that completes one is asked for.
choose_python() {
    local candidate incomplete="" seen=""
    python=""
    for candidate in ${HALL_PYTHON:+"$HALL_PYTHON"} python3.11 /usr/bin/python3.11 python3.12 python3.13 python3.14 python3 /usr/bin/python3; do
        candidate=$(command -v -- "$candidate" 2>/dev/null) || continue
        seen+=" $("$candidate" -I -V 2>/dev/null | awk '{print $2}')"
        new_enough "$candidate" || continue
        if makes_venvs "$candidate"; then
            python=$candidate
            return
        fi
        incomplete=${incomplete:-$candidate}
    done
    [[ -n $incomplete ]] || die "No Python 3.11 or newer was found (found:${seen:- none}). Install one (on Debian 12: apt-get install python3 python3-venv), or name it in HALL_PYTHON."
    local version
    version=$("$incomplete" -I -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    # Debian splits these two off its own Python, and only off that one
    [[ $(readlink -f -- "$incomplete") == "/usr/bin/python$version" && -e /etc/debian_version ]] ||
        die "$incomplete (Python $version) cannot make virtual environments: its module venv or ensurepip is missing. Install them, or name another Python in HALL_PYTHON."
    python=$incomplete
    debian_missing+=("python$version-venv")
}

# ---------------------------------------------------------------- Debian packages

find_missing_packages() {
    local name purpose installed
    if ! command -v dpkg-query >/dev/null; then
        say "This is not a Debian system: the packages in packaging/debian-packages.txt are not checked."
        return
    fi
    installed=$(dpkg-query -W -f='${db:Status-Status}\t${Package}, ${Provides}\n' | sed -n 's/^installed\t//p' |
        sed 's/([^)]*)//g; s/:[a-z0-9]*//g' | tr -s ', \n' '\n')
    while read -r purpose name _; do
        [[ $purpose == run || $purpose == test ]] || continue
        [[ " $wanted " == *" $purpose "* ]] || continue
        grep -qxF -- "$name" <<<"$installed" || debian_missing+=("$name")
    done <"$here/debian-packages.txt"
}

install_missing_packages() {
    ((${#debian_missing[@]})) || return 0
    become_root "apt-get install --no-install-recommends ${debian_missing[*]}"
    say "Installing ${#debian_missing[@]} Debian packages: ${debian_missing[*]}"
    keep_services_quiet
    if ! apt_get --simulate install "${debian_missing[@]}" >/dev/null 2>&1; then
        refresh_lists
        install_packages || die_of "$log" "The Debian packages could not be installed."
    elif ! install_packages; then
        # lists from last month name files that the mirror no longer has
        grep -qE 'Failed to fetch|Unable to fetch' "$log" || die_of "$log" "The Debian packages could not be installed."
        refresh_lists
        install_packages || die_of "$log" "The Debian packages could not be installed."
    fi
    forget_broker_service
}

apt_get() {
    "${as_root[@]}" env LC_ALL=C DEBIAN_FRONTEND=noninteractive \
        apt-get -q -y --no-install-recommends -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 "$@" 2>&1 </dev/null
}

install_packages() {
    local total
    total=$(apt_get --simulate install "${debian_missing[@]}" | grep -c '^Inst ' || true)
    apt_get install "${debian_missing[@]}" | progress "$total" '^Setting up ([^ :]+)'
}

# A source that does not answer is no fault yet: what is needed may come from another. The log keeps it for the sentence.
refresh_lists() {
    local try
    say "Fetching the lists of Debian's packages"
    for try in 1 2 3 4 5 6; do
        apt_get update >"$log" || true
        grep -q 'Could not get lock' "$log" || return 0 # apt waits for dpkg's lock by itself, but not for this one
        say "Another program holds apt's lock; waiting for it (try $try of 6)..."
        sleep 20
    done
    die_of "$log" "The lists of Debian's packages could not be fetched."
}

become_root() {
    ((EUID == 0)) && return
    command -v sudo >/dev/null || die "Debian packages are missing, and installing them needs root, but there is no sudo here. As root, run: $1 - then run this again."
    if [[ ! -t 0 ]] && ! sudo -n true 2>/dev/null; then
        die "Debian packages are missing, and sudo asks for a password that nobody is here to type. As root, run: $1 - then run this again."
    fi
    sudo -v 2>/dev/null || sudo true || die "sudo refused. As root, run: $1 - then run this again."
    as_root=(sudo)
}

# The hall starts its own broker; the packaged service would only take the port. Debian asks this file before it starts one.
keep_services_quiet() {
    [[ " ${debian_missing[*]} " == *" mosquitto "* ]] || return 0
    [[ -e $policy ]] && return
    say "The broker's own service is neither started nor enabled (systemctl enable --now mosquitto would do so)"
    printf '#!/bin/sh\n%s\nexit 101\n' "$policy_mark" | "${as_root[@]}" tee "$policy" >/dev/null
    "${as_root[@]}" chmod 755 "$policy"
}

remove_policy() {
    if [[ -e $policy ]] && grep -qF -- "$policy_mark" "$policy"; then "${as_root[@]}" rm -f -- "$policy"; fi
}

forget_broker_service() {
    local tool
    remove_policy
    [[ " ${debian_missing[*]} " == *" mosquitto "* ]] || return 0
    if command -v systemctl >/dev/null; then
        tool=(systemctl disable mosquitto.service)
    elif command -v update-rc.d >/dev/null; then
        tool=(update-rc.d mosquitto disable)
    else
        return 0
    fi
    "${as_root[@]}" "${tool[@]}" >/dev/null 2>&1 ||
        say "The broker's service could not be disabled: it will start with the machine, on port 1883 of loopback. It does no harm."
}

# ---------------------------------------------------------------- virtual environment

environment_key() {
    printf 'lock %s\nplace %s\n' "$(sha256sum <"$lock" | cut -d' ' -f1)" "$venv"
    "$venv/bin/python" -I -c 'import sys; print("python", sys.version_info[:2], sys.base_prefix)'
}

# Whole and of this lock: its Python starts, pip is there, and the stamp was written after the last step.
environment_is_current() {
    [[ -f $stamp ]] || return 1
    [[ $(environment_key 2>/dev/null) == "$(<"$stamp")" ]] && "$venv/bin/python" -I -c 'import pip' >/dev/null 2>&1
}

clear_place() {
    [[ -e $venv || -L $venv ]] || return 0
    if [[ -f $venv/pyvenv.cfg || -f $venv/.hall-begun ]]; then
        say "Removing the virtual environment at $venv ($(why_not_current))"
        rm -rf -- "$venv" || die "$venv cannot be removed. Remove it by hand, then run this again."
    elif [[ ! -d $venv || -n $(ls -A -- "$venv") ]]; then
        die "$venv exists and is not a virtual environment, so it is left alone. Move it away, or set HALL_VENV to another place."
    fi
}

why_not_current() {
    if [[ ! -f $stamp ]]; then
        echo "it was never finished"
    elif ! "$venv/bin/python" -I -c 'import pip' >/dev/null 2>&1; then
        echo "it is broken"
    else
        echo "it belongs to another requirements.lock, Python or place"
    fi
}

make_environment() {
    clear_place
    : >"$log"
    say "Making a virtual environment at $venv with $("$python" -I -V) from $python"
    { mkdir -p -- "$venv" && touch -- "$venv/.hall-begun"; } 2>/dev/null || die "$venv cannot be made. Set HALL_VENV to a place that you may write."
    "$python" -I -m venv "$venv" >"$log" 2>&1 || die_of "$log" "The virtual environment could not be made."
    local total
    total=$(grep -c '^[A-Za-z0-9._-]*==' "$lock")
    say "Installing $total Python packages from requirements.lock (some 150 MB to fetch the first time; every file is checked against its hash)"
    : >"$log"
    # Ready-made builds only: building from source would fetch build tools that no hash covers.
    LC_ALL=C.UTF-8 "$venv/bin/python" -I -m pip install --progress-bar off --retries 3 --only-binary :all: \
        --require-hashes -r "$lock" 2>&1 </dev/null | progress "$total" '^Collecting ([^ =]+)' ||
        die_of "$log" "The Python packages could not be installed."
    environment_key >"$stamp.new" && mv -- "$stamp.new" "$stamp"
}

# ---------------------------------------------------------------- our own package

package_key() { printf 'checkout %s\npyproject %s\n' "$root" "$(sha256sum <"$root/pyproject.toml" | cut -d' ' -f1)"; }

install_package() {
    if [[ -f $package_stamp && $(<"$package_stamp") == "$(package_key)" && -x $venv/bin/hall ]]; then return; fi
    say "Installing the hall itself (a link to this checkout)"
    "$venv/bin/python" -I -m pip install --quiet --no-index --no-deps --no-build-isolation --editable "$root" \
        >"$log" 2>&1 </dev/null || die_of "$log" "The hall's own package could not be installed."
    package_key >"$package_stamp"
}

# ---------------------------------------------------------------- in this order

case "${1:-}" in
    "") ;;
    --tests) wanted="run test" ;;
    *)
        echo "Usage: packaging/setup.sh [--tests]    makes this checkout ready to run (--tests: and to be tested)"
        [[ $1 == -h || $1 == --help ]] && exit 0 || exit 2
        ;;
esac
trap cleanup EXIT
trap 'exit 130' INT TERM
require_linux
take_turn
log=$(mktemp) || die "No temporary file can be made in ${TMPDIR:-/tmp}. Free some space there, or set TMPDIR."
forget_callers_python
current=true
environment_is_current || current=false
if [[ $current == false ]]; then
    require_place
    choose_python
fi
find_missing_packages
install_missing_packages
if [[ $current == false ]]; then make_environment; fi
install_package
say "Everything is there: $("$venv/bin/python" -I -V), $venv"
