#!/bin/sh
# Makes `configure` and `Makefile.in` from configure.ac and Makefile.am. Needed once in a checkout,
# and after a change to either file if they were not made by `make` itself.
set -eu
cd "$(dirname "$0")"
mkdir -p build-aux/m4
exec autoreconf --force --install "$@"
