# shellcheck shell=bash
# Reads what pip or apt wrote and says in one sentence what was wrong and what helps. Sourced by setup.sh.
# The first row that matches wins, so causes stand above their consequences (a full disk above a failed download).

# pattern (extended, case-insensitive) <TAB> sentence
explanations() {
    cat <<'TABLE'
No space left on device|don't have enough free space|Disk quota exceeded	The disk is full. Free 2 GB and run it again.
THESE PACKAGES DO NOT MATCH THE HASHES	A downloaded package is not the one this project was tested with (its hash differs), so it was not installed. If a mirror is configured for pip, it serves changed files: use another one.
CERTIFICATE_VERIFY_FAILED|SSLError|certificate verify failed|is not valid yet	The server's certificate was not accepted. Check the date of this machine, and the certificates if a proxy stands between.
Temporary failure in name resolution|Temporary failure resolving|Could not resolve|Name or service not known|Network is unreachable|No route to host|Could not connect|Connection refused|Connection timed out|Read timed out|ConnectTimeout|NewConnectionError|ProxyError|Connection reset|RemoteDisconnected	There is no network (the package server cannot be reached). Connect this machine, or set the proxy, and run it again.
Could not get lock|Unable to acquire the dpkg frontend lock|Unable to lock	Another program is installing packages (apt holds its lock file). Wait until it is done, or end it, and run it again.
dpkg was interrupted	An earlier installation of Debian packages was cut off. Run `dpkg --configure -a` as root, then run it again.
unmet dependencies|held broken packages	Debian's packages on this machine contradict each other. Run `apt-get -f install` as root, then run it again.
Unable to locate package|has no installation candidate	This machine's package sources do not offer what is needed. The hall is tested on Debian 12: check /etc/apt/sources.list.d.
Hash Sum mismatch|Failed to fetch|Unable to fetch	A Debian package could not be downloaded in one piece. Run it again; if it stays so, use another mirror.
No matching distribution found|is not a supported wheel|requires a different Python|Requires-Python	A Python package has no build for this processor, system or Python. The hall is tested with Python 3.11 on Debian 12 (amd64): set HALL_PYTHON to such a Python.
Permission denied|Operation not permitted|Read-only file system	A file could not be written. Run it as a user who may write here, or set HALL_VENV to a folder that you may write.
incorrect password|a password is required|not in the sudoers|not allowed to execute	sudo refused. Run it as a user who may use sudo, or as root.
Killed|MemoryError|Cannot allocate memory	This machine ran out of memory. Free some and run it again.
TABLE
}

# explain LOG: the sentence for it; nothing when no row matches.
explain() {
    local pattern sentence
    while IFS=$'\t' read -r pattern sentence; do
        if grep -qiE -- "$pattern" "$1"; then
            printf '%s\n' "$sentence"
            return 0
        fi
    done < <(explanations)
}
