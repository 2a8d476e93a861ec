"""What is wrong with a bank's file, as data: a code, its parameters, the line it concerns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Problem:
    """``line`` is the 序号 of a payment line, or the row of a reply's sheet; None for the whole.

    The codes and their parameters are listed in ``CODES`` of the module that makes them.
    """

    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    line: int | None = None


class BankFileError(ValueError):
    """A file that cannot be written or read; ``problems`` holds every reason at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(_in_english(problem) for problem in problems))
        self.problems = tuple(problems)


def _in_english(problem: Problem) -> str:
    place = "" if problem.line is None else f"line {problem.line}: "
    params = ", ".join(f"{name}={value!r}" for name, value in problem.params.items())
    return f"{place}{problem.code}" + (f" ({params})" if params else "")
