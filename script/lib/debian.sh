# Installs Debian packages where that is possible without asking anyone. Sourced.

is_debian() { [ -f /etc/debian_version ] && command -v apt-get >/dev/null 2>&1; }

is_root() { [ "$(id -u)" -eq 0 ]; }

# install_packages PACKAGE …: only on Debian as root; the caller checks the result.
install_packages() {
    is_debian && is_root || return 1
    say "Installing with apt-get: $*"
    apt-get update -qq &&
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}
