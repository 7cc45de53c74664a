#!/usr/bin/env bash
# Sets up everything on a Debian 12 machine with Python 3.11. Safe to run again:
# what is there already is left alone.
#
#   scripts/setup.sh run     what the program needs
#   scripts/setup.sh test    that, and what the tests need
set -euo pipefail
cd "$(dirname "$0")/.."

mode=${1:-}
if [[ $mode != run && $mode != test ]]; then
    echo "usage: scripts/setup.sh run|test" >&2
    exit 2
fi

say() { echo "==> $*"; }
have() { command -v "$1" >/dev/null; }

# apt asks questions and fails on a busy lock unless told otherwise.
apt_get() {
    local as_root=()
    if [[ $EUID != 0 ]]; then
        as_root=(sudo)
    fi
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get -q -o DPkg::Lock::Timeout=600 "$@"
}

# sudo helps where it needs no password, or somebody is there to type it.
may_apt() {
    have apt-get || return 1
    [[ $EUID == 0 ]] || { have sudo && { [[ -t 0 ]] || sudo -n true 2>/dev/null; }; }
}

# --- System packages --------------------------------------------------------

packages=(
    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 # WeasyPrint loads these
    fontconfig fonts-noto-cjk # every Chinese character, in pages and in PDF files
    fonts-symbola             # signs and emoji as outlines: without, they leave boxes
)
# Debian's own Python comes without venv; other builds of Python have it.
if ! { have python3 && python3 -c 'import ensurepip, venv' 2>/dev/null; }; then
    packages+=(python3-venv)
fi
if [[ $mode == test ]]; then
    packages+=(
        chromium-headless-shell  # the browser tests: Chromium without its windows
        libatomic1               # what Playwright's driver links to
        poppler-utils            # reads text and fonts back out of the PDF files
        postgresql               # the second database that the tests run on
        libreoffice-calc-nogui   # opens the Excel files that were written
        libreoffice-writer-nogui # and the Word files
    )
fi

# A package that was removed but not purged is known to dpkg: ask for its status.
installed=" $(dpkg-query -W -f '${db:Status-Status}:${Package}\n' "${packages[@]}" \
    2>/dev/null | sed -n 's/^installed://p' | tr '\n' ' ')" || true
missing=()
for package in "${packages[@]}"; do
    if [[ $installed != *" $package "* ]]; then
        missing+=("$package")
    fi
done

if ((${#missing[@]} == 0)); then
    say "System packages: all there"
elif may_apt; then
    say "System packages: installing ${missing[*]}"
    apt_get update
    apt_get install -y --no-install-recommends "${missing[@]}"
else
    say "System packages: NOT INSTALLED, needs root and apt: ${missing[*]}"
    say "Going on without them: PDF files and tests may not work"
fi

# --- Python packages ---------------------------------------------------------

if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    say "Python: making .venv"
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        { say "Python 3.11 or newer is needed"; exit 1; }
    python3 -m venv --clear .venv
fi

# The stamp is the lock file's checksum at the last install that went well.
pip_install() {
    local stamp=.venv/$1.sha256
    if sha256sum --check --status "$stamp" 2>/dev/null; then
        say "Python packages: $1 is installed"
        return
    fi
    say "Python packages: installing $1"
    .venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r "$1"
    sha256sum "$1" >"$stamp"
}

pip_install requirements.txt
if [[ $mode == test ]]; then
    pip_install requirements-test.txt
fi

# --- Fonts of official documents --------------------------------------------

# Fandol has the four faces that official documents use (fang, song, hei, kai).
# Debian has it only inside its big TeX package, so the files are taken out of
# that package and TeX itself is not installed.
fonts_dir=${XDG_DATA_HOME:-~/.local/share}/fonts/perftargets
fonts=(
    FandolFang-Regular.otf FandolSong-Regular.otf FandolSong-Bold.otf
    FandolHei-Regular.otf FandolHei-Bold.otf FandolKai-Regular.otf
)

fonts_there() {
    local font
    for font in "${fonts[@]}"; do
        [[ -s $fonts_dir/$font ]] || return 1
    done
}

# The bold files say that they have the weight of the regular ones, so either could
# be taken for the other: give them the weight that they have.
set_weight='
import sys
from fontTools.ttLib import TTFont

for path in sys.argv[1:]:
    font = TTFont(path)
    font["OS/2"].usWeightClass = 700
    font.save(path)
'
python=$PWD/.venv/bin/python # has fontTools, which WeasyPrint brings

# Called as a condition, where `set -e` does not hold: hence the chain of &&.
fetch_fonts() (
    tmp=$(mktemp -d) || exit 1
    trap 'rm -rf "$tmp"' EXIT
    # As root, apt would fetch as a user who may not write to $tmp.
    download() (cd "$tmp" && apt-get -q -o APT::Sandbox::User=root download "$1")
    have apt-get && have dpkg-deb && have fc-cache || exit 1
    # The package lists may be missing or older than the archive: renew, try again.
    download texlive-lang-chinese ||
        { may_apt && apt_get update && download texlive-lang-chinese; } || exit 1
    dpkg-deb -x "$tmp"/texlive-lang-chinese_*.deb "$tmp/files" &&
        cd "$tmp/files/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol" &&
        "$python" -c "$set_weight" ./*-Bold.otf &&
        mkdir -p "$fonts_dir" &&
        cp "${fonts[@]}" "$fonts_dir/" &&
        fc-cache "$fonts_dir"
)

if fonts_there; then
    say "Fonts: all there"
else
    say "Fonts: fetching Fandol (fang, song, hei, kai) into $fonts_dir"
    if ! fetch_fonts; then
        say "Fonts: NOT INSTALLED; PDF files fall back to Noto"
    fi
fi
say "Set up"
