"""The local runtime: Odoo 19, PostgreSQL, databases and tests on one machine.

Nothing but Python's standard library is needed to begin.
"""
