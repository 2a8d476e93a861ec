import csv
import io
from datetime import date

import pytest
from scheme import open_data


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+86 553", "'+86 553"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1+1", "'\t=1+1"),
        ("\r=1+1", "'\r=1+1"),
        ("  =1+1", "'  =1+1"),
        ("\N{FULLWIDTH EQUALS SIGN}1", "'\N{FULLWIDTH EQUALS SIGN}1"),
        ("六轴机器人 =", "六轴机器人 ="),
        ("TZ-2024-0001", "TZ-2024-0001"),
        (date(2024, 3, 8), "2024-03-08"),
        (2, "2"),
        (0, "0"),
        (None, ""),
        (False, ""),
    ],
)
def test_a_cell_is_text_that_no_spreadsheet_runs(value, cell):
    assert open_data.safe_cell(value) == cell


def test_a_file_is_read_back_as_it_was_meant():
    row = dict.fromkeys(open_data.COLUMNS, "x") | {
        "holder": '引号"与,逗号',
        "product": "两行\n文字",
        "date_end": date(2027, 3, 7),
        "token": "never told",
    }

    content = open_data.csv_head() + open_data.csv_lines([row])

    assert content.startswith(b"\xef\xbb\xbf")
    assert b"never told" not in content
    head, line = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert head[0] == "证书编号" and len(head) == len(line) == len(open_data.COLUMNS)
    found = dict(zip(open_data.COLUMNS, line, strict=True))
    assert found["holder"] == '引号"与,逗号'
    assert found["product"] == "两行\n文字"
    assert found["date_end"] == "2027-03-07"


def test_lines_end_as_rfc_4180_says():
    assert open_data.csv_head().endswith(b"\r\n")
