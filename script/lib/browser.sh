# Finds the browser of the browser tests. Sourced.

# Sets $CHROMIUM, which tests/ reads.
find_browser() {
    local name
    for name in "${CHROMIUM:-chromium}" chromium-browser google-chrome \
        "/Applications/Chromium.app/Contents/MacOS/Chromium" \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
        if command -v "$name" >/dev/null 2>&1; then
            CHROMIUM=$(command -v "$name")
            export CHROMIUM
            return 0
        fi
    done
    return 1
}

# Arabic quotes are measured on the page, so a font for them has to be there.
has_fonts() { ! is_debian || dpkg -s fonts-noto-core >/dev/null 2>&1; }

need_browser() {
    if find_browser && has_fonts; then return 0; fi
    if install_packages chromium fonts-noto-core && find_browser && has_fonts; then return 0; fi
    fail "Chromium or a font with Arabic letters was not found; the browser tests need both." \
        "Debian: sudo apt-get install chromium fonts-noto-core" \
        "macOS:  brew install --cask chromium" \
        "A browser elsewhere can be named: CHROMIUM=/path/to/chromium script/test" \
        "Without it: script/test quick"
}
