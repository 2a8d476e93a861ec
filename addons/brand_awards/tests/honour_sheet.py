"""Tables of honours as an award officer reads them in, and the table of their faults."""

import base64
import io

import openpyxl

from odoo.addons.brand_awards.bank import sheets
from odoo.addons.brand_awards.wizard import award_recognition_import as titles


class HonourSheet:
    """For test cases whose ``users`` hold an award officer."""

    def sheet(self, *rows):
        """The award officer's window with a table: rows as ``{title of the column: cell}``."""
        target = io.BytesIO()
        cells = ([row.get(name) for name in titles.COLUMNS] for row in rows)
        sheets.write(target, titles.COLUMNS, cells)
        windows = self.env["award.recognition.import"].with_user(self.users["award"])
        return windows.create({"file": base64.b64encode(target.getvalue())})

    def fault_rows(self, wizard):
        """Rows of the table of faults; the last cell of each says what is wrong."""
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(wizard.error_file)))
        return list(book.active.iter_rows(min_row=2, values_only=True))
