"""The screens, one file each: what a page shows and what its form does.

A screen takes a `Visit` and gives an answer; it decides nothing that a room below decides, and says nothing
that is not in a catalogue. Begin with `home.py`.
"""
