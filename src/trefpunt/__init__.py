"""Lawful, private cooperation between authorities of Belgium, the Netherlands and Luxembourg.

Each authority runs its own node and keeps its own data. Nodes ask one another *hit or no hit* where a
treaty text provides for it, are refused where none does, and every act is in a log that nobody rewrites
unnoticed. Begin with `hits/ask.py`; the house and its floors are drawn in CONTRIBUTING.md.
"""
