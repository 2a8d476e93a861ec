"""The pure part of brand certification: scores, days, numbers, credit codes, gaps.

Nothing here imports Odoo, reads a clock or draws a random number; facts come in as frozen
dataclasses and answers go out as values. Findings are structured (a code and its parameters,
see :mod:`.reasons`), so that the models above put them into the reader's language.

This file imports nothing, so that a submodule can be loaded alone.
"""
