"""The bank's files: payment lines in, bytes out; a reply's bytes in, lines out. And capitals.

No Odoo, no file system, no clock. Amounts are Decimal yuan in whole fen. What is wrong is told
as data (:class:`.problems.Problem`), all of it at once. This file imports nothing.
"""
