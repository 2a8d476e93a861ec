"""What one recipient is due under one rule for one event, and why.

Pure Python: no odoo, no clock, no database. Facts in (``facts``), the policy as data (``rules``), a
decision with its reasons out (``decide``), told in Chinese and English and frozen as JSON
(``explain``); ``conflicts`` finds the clauses that block a policy's activation. What the words mean
is fixed in docs/meaning.md, section 4.

Import order, top may import below only::

    conflicts
    explain  decide
    phrases  entitlement (steps 1-3)  earlier (4-5)  amount (6-9)
    sheet
    history
    result  rules
    facts  money

Amounts are ``Decimal`` yuan with at most two places. An open question of a policy (A1-A30) that
nobody has ruled is ``NOT_RULED``: never a default, it holds what depends on it.
"""
