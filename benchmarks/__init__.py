"""Measurements against named peers, on the same work in the same run; results go to `build/bench.json`."""
