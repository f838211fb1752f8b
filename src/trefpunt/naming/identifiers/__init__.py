"""Numbers of persons, firms and things: checked, and brought to one spelling.

One file per country, one for what is of no country, one for plates and one for postcodes. Begin with
`table.py`: it has every scheme by name. python-stdnum does the arithmetic that it knows; KvK, RSIN,
establishment units, the two matricules and RCS are ours. A fault never repeats the value.
"""
