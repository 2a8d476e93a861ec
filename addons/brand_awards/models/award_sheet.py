"""Lists of finance as XLSX: streamed from the database, read as the user, whatever their length."""

from dataclasses import dataclass

from odoo import api, models
from odoo.tools import SQL, split_every

from odoo.addons.brand_certification.models.model_words import model_label

from ..bank import sheets

# Rows in memory at a time; the file itself is written row by row
_CHUNK = 2000


@dataclass(frozen=True)
class Column:
    """A column: its title, and the field's path from the row's model (``partner_id.name``).

    Of several paths the first that is not empty is written.
    """

    title: str
    paths: tuple[str, ...]
    width: int = 14

    def __init__(self, title, *paths, width=14):
        for name, value in (("title", title), ("paths", paths), ("width", width)):
            object.__setattr__(self, name, value)


class AwardSheetMixin(models.AbstractModel):
    """A list that finance takes away as XLSX.

    What the user may not read is not in the file: rows by the record rules, fields by their groups.
    Names of related records are shown as in the list itself.
    """

    _name = "award.sheet.mixin"
    _description = "List that can be taken away as XLSX"

    @api.model
    def _sheet_title(self, kind):
        """Name of the file and of its sheet."""
        return model_label(self)

    @api.model
    def _sheet_columns(self, kind):
        """Columns of the sheet of this ``kind`` ("list", or another one that the model knows)."""
        raise NotImplementedError

    def action_export_sheet(self):
        """Take the chosen rows away as XLSX; nothing chosen: all that the list shows."""
        chosen = [("id", "in", self.ids)] if self else self.env.context.get("active_domain") or []
        return self._export_sheet(chosen)

    @api.model
    def _export_sheet(self, domain, kind="list"):
        self.check_access("read")
        sheet = self.env["award.sheet"].create(
            {"model": self._name, "kind": kind, "domain": list(domain)}
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/brand_awards/sheet/{sheet.id}",
            "target": "download",
        }

    @api.model
    def _write_sheet(self, target, domain, kind="list", reason=None):
        """Write the rows of ``domain`` to a binary file; returns their number.

        :param reason: why, for kinds that hold what is masked elsewhere
        """
        columns = self._sheet_columns(kind)
        return self._write_rows(target, columns, self._sheet_rows(domain, columns))

    @api.model
    def _write_rows(self, target, columns, rows):
        return sheets.write(
            target,
            [column.title for column in columns],
            rows,
            widths=[column.width for column in columns],
        )

    @api.model
    def _sheet_rows(self, domain, columns):
        """Tuples in the order of the columns; in memory are the ids and one chunk of rows."""
        self.env.flush_all()  # the joins read columns of related records, too
        labels = [self._sheet_labels(column) for column in columns]
        chosen = [place for place, known in enumerate(labels) if known]
        for ids in split_every(_CHUNK, self.search(domain)._ids, list):
            query = self.browse(ids)._as_query()
            terms = [self._sheet_term(query, column) for column in columns]
            for row in self.env.execute_query(query.select(*terms)):
                if chosen:
                    row = list(row)
                    for place in chosen:
                        row[place] = labels[place].get(row[place])
                yield row

    @api.model
    def _sheet_labels(self, column):
        """Labels of a selection in the user's language; none for other fields."""
        model, name = self._sheet_field(column.paths[0])
        field = model._fields[name]
        return dict(field._description_selection(self.env)) if field.type == "selection" else {}

    @api.model
    def _sheet_field(self, path):
        """``(model, field name)`` at the end of a path."""
        model, *steps = self, *path.split(".")
        for step in steps[:-1]:
            model = self.env[model._fields[step].comodel_name]
        return model, steps[-1]

    @api.model
    def _sheet_term(self, query, column):
        terms = [self._sheet_path_term(query, path) for path in column.paths]
        return terms[0] if len(terms) == 1 else SQL("COALESCE(%s)", SQL(", ").join(terms))

    @api.model
    def _sheet_path_term(self, query, path):
        """SQL of a path; each step, and the field at its end, is checked for the user."""
        model, alias = self, query.table
        *steps, name = path.split(".")
        for step in steps:
            model._check_field_access(model._fields[step], "read")
            comodel = self.env[model._fields[step].comodel_name]
            alias = query.left_join(alias, step, comodel._table, "id", step)
            model = comodel
        return model._field_to_sql(alias, name, query)
