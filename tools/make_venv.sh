#!/bin/sh
# Make .venv with the first Python from 3.11 to 3.14 that can; say what is missing when none can.
# One that is there and works is kept.
set -eu

fits='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))'
if .venv/bin/python -c "$fits" 2>/dev/null && .venv/bin/python -m pip --version >/dev/null 2>&1; then
    exit 0
fi
found=""
for python in ${PYTHON:-python3 python3.13 python3.12 python3.11 python3.14}; do
    "$python" -c "$fits" 2>/dev/null || continue
    found=$python
    "$python" -c 'import ensurepip, venv' 2>/dev/null || continue
    echo "making .venv with $("$python" --version) ..."
    exec "$python" -m venv --clear .venv
done

if [ -n "$found" ]; then
    echo "$("$found" --version) is here, but not its module for virtual environments." >&2
    echo "On Debian or Ubuntu: sudo apt install python3-venv" >&2
else
    echo "No Python from 3.11 to 3.14 was found." >&2
    echo "On Debian or Ubuntu: sudo apt install python3 python3-venv" >&2
    echo "Or name one: make PYTHON=/path/to/python3.12 test" >&2
fi
exit 1
