"""The desks: words, closed lists, thresholds and rules for one line of work each.

A desk has no craft of its own: what it needs of treaties, letters, cases and the log is below. It knows no
other desk, and a contract in `pyproject.toml` fails the build otherwise. Each desk is a package with a
`Means` that `node` hands in. Begin with `crisis`.
"""
