from . import test_clauses
