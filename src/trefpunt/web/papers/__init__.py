"""Papers: what a door hands out to be printed, kept and read aloud, as PDF/A-2a and PDF/UA-1.

Promised: tagged headings and tables, language and title in the document, no font of the machine, and the same
bytes for the same paper. Begin with `paper.py`, then `casereport.py`.
"""

from trefpunt.web.papers.casereport import case_paper
from trefpunt.web.papers.paper import Fact, Grid, Heading, Paper, Text, typeset

__all__ = ["Fact", "Grid", "Heading", "Paper", "Text", "case_paper", "typeset"]
