"""What a bank wants its files to look like, as data.

Formats differ from bank to bank and none is a national standard. ``GENERAL`` is the common
denominator; ``GENERAL_SMALL`` serves banks that take few lines and no inter-bank transfer in the
same file. A city writes down others by itself (``award.bank.template``).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal["text", "amount", "int"]
Control = Literal["sheet", "row", "none"]


@dataclass(frozen=True)
class Line:
    """One payment. ``sequence`` (序号) is unique over the whole batch, whatever file it lands in,
    because the bank's reply names it. ``cnaps`` (联行号) has 12 digits, and may be empty at the
    payer's own bank (``is_own_bank``). ``amount``: yuan, above 0, whole fen. ``account_kind``
    (对公, 对私) and ``reference`` (the payer's number of the payment) serve banks that ask for
    them; they are not part of the checksum."""

    sequence: int
    account_name: str
    account_number: str
    bank_name: str
    cnaps: str
    amount: Decimal
    purpose: str
    is_own_bank: bool = False
    account_kind: str = ""
    reference: str = ""


#: A column that holds the same words in every line, such as the currency.
FIXED = "fixed"

#: What a column may hold, and how it is written. Accounts and CNAPS are text: as numbers they
#: would lose leading zeros and every digit after the fifteenth.
LINE_KINDS: dict[str, Kind] = {
    "sequence": "int",
    "account_name": "text",
    "account_number": "text",
    "bank_name": "text",
    "cnaps": "text",
    "amount": "amount",
    "purpose": "text",
    "account_kind": "text",
    "reference": "text",
    FIXED: "text",
}


@dataclass(frozen=True)
class Column:
    """A column: which part of a line, its header, its width in characters, its kind.

    ``text``: what a column of fixed words holds.
    """

    key: str
    header: str
    width: int
    kind: Kind
    text: str = ""

    def value_of(self, line: Line) -> str | int | Decimal:
        """What this column holds for ``line``."""
        return self.text if self.key == FIXED else getattr(line, self.key)


@dataclass(frozen=True)
class Layout:
    """A bank's file. ``max_lines``: per file (None: no limit). ``splits_by_bank``: transfers
    within the payer's bank and to other banks go into separate files. ``control``: count, total
    and SHA-256 on a sheet of their own, in a last row, or not at all. ``purpose_length``: in
    characters.

    Raises ValueError for a column that a line does not have, one used twice, a kind that does
    not fit it, or a limit below one line.
    """

    code: str
    sheet_name: str
    columns: tuple[Column, ...]
    max_lines: int | None = None
    splits_by_bank: bool = False
    control: Control = "sheet"
    control_sheet_name: str = "汇总"
    purpose_length: int = 20

    def __post_init__(self) -> None:
        for column in self.columns:
            if LINE_KINDS.get(column.key) != column.kind:
                raise ValueError(f"Layout {self.code}: no column {column.key} of {column.kind}.")
        keys = [column.key for column in self.columns if column.key != FIXED]
        if len(set(keys)) != len(keys):
            raise ValueError(f"Layout {self.code}: a column is used twice: {', '.join(keys)}.")
        if self.max_lines is not None and self.max_lines < 1:
            raise ValueError(f"Layout {self.code}: at least one line a file.")


_COLUMNS = (
    Column("sequence", "序号", 8, "int"),
    Column("account_name", "账户名称", 36, "text"),
    Column("account_number", "账号", 26, "text"),
    Column("bank_name", "开户行", 36, "text"),
    Column("cnaps", "联行号", 16, "text"),
    Column("amount", "金额", 16, "amount"),
    Column("purpose", "用途", 30, "text"),
)

GENERAL = Layout(code="general", sheet_name="代发明细", columns=_COLUMNS)
GENERAL_SMALL = Layout(
    code="general_small",
    sheet_name="代发明细",
    columns=_COLUMNS,
    max_lines=50,
    splits_by_bank=True,
)

LAYOUTS: dict[str, Layout] = {layout.code: layout for layout in (GENERAL, GENERAL_SMALL)}


@dataclass(frozen=True)
class ReplyColumn:
    """A column of a reply: what it holds and the headers it may stand under."""

    key: str
    headers: tuple[str, ...]
    is_required: bool = False


@dataclass(frozen=True)
class ReplyLayout:
    """A bank's reply. ``ignored``: headers that may stand there and say nothing we need.
    ``success`` and ``failed``: the exact words of the status column; any other word is neither.
    ``totals``: words that open a row of totals."""

    code: str
    columns: tuple[ReplyColumn, ...]
    ignored: tuple[str, ...]
    success: tuple[str, ...]
    failed: tuple[str, ...]
    totals: tuple[str, ...] = ("合计", "总计", "小计")


GENERAL_REPLY = ReplyLayout(
    code="general",
    columns=(
        ReplyColumn("sequence", ("序号", "明细序号"), is_required=True),
        ReplyColumn("account_number", ("账号", "收款账号", "收款人账号"), is_required=True),
        ReplyColumn("amount", ("金额", "金额(元)", "交易金额", "转账金额"), is_required=True),
        ReplyColumn("status", ("状态", "处理状态", "交易状态", "处理结果"), is_required=True),
        ReplyColumn("reason", ("失败原因", "原因")),
        ReplyColumn("serial", ("流水号", "交易流水号", "银行流水号")),
    ),
    ignored=(
        "账户名称",
        "户名",
        "收款户名",
        "收款人户名",
        "收款人名称",
        "开户行",
        "联行号",
        "用途",
        "备注",
        "交易时间",
    ),
    success=("成功", "交易成功", "处理成功", "支付成功"),
    failed=("失败", "交易失败", "处理失败", "支付失败", "退汇", "退票"),
)

REPLY_LAYOUTS: dict[str, ReplyLayout] = {GENERAL_REPLY.code: GENERAL_REPLY}
