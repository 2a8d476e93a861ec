"""How a sealed dossier reads its records: one query per kind of record however many there are."""

import functools
import hashlib
import operator
from collections import defaultdict

from odoo import fields
from odoo.exceptions import UserError

from ..scheme import archive
from .dossier_tables import FACTS


class Facts:
    """Rows and files of ``applications`` (in superuser mode) as plain values.

    ``files`` maps a path in the archive to the function that gives its bytes.
    """

    def __init__(self, applications, with_secrets):
        # One language: a dossier reads the same, whoever exports it
        self.applications = applications.with_context(lang="en_US", bin_size=False)
        self.env = self.applications.env
        self.with_secrets = with_secrets
        self.files = {}
        self.folders = {
            a.id: f"applications/{archive.safe_name(a.name or str(a.id))}" for a in applications
        }
        # (model, id) -> application ids, for approvals and transitions
        self.owners = defaultdict(set)

    # -- reading -------------------------------------------------------------------------------

    def rows(self, model, domain, link=None):
        """``{id of link: rows}`` in the order of ids; under None without ``link``.

        :param link: name of a many2one, dotted to follow several, or a function of the record
        """
        records = self.env[model].search(domain, order="id")
        names = FACTS[model].split()
        grouped = defaultdict(list)
        for record, values in zip(records, records.read(names), strict=True):
            row = {name: self._plain(records, name, values[name]) for name in names}
            key = self._follow(record, link).id if link else None
            grouped[key].append({"id": record.id, **row})
        return grouped

    @staticmethod
    def _follow(record, link):
        if callable(link):
            return link(record)
        return functools.reduce(operator.getitem, link.split("."), record)

    def listed(self, model, domain):
        """The rows as a list."""
        return self.rows(model, domain)[None]

    def _plain(self, records, name, value):
        field = records._fields[name]
        if field.type == "boolean":
            return value
        if field.type in ("integer", "float", "monetary"):
            return f"{value:.2f}" if field.type == "float" else value
        if value is False or value is None:
            return None
        if field.type == "datetime":
            return fields.Datetime.to_string(value) + "Z"
        if field.type == "date":
            return fields.Date.to_string(value)
        if field.type == "many2one":
            return {"id": value[0], "name": value[1]}
        if field.type == "many2many" and field.comodel_name == "res.users":
            users = self.env["res.users"].browse(sorted(value))
            return [{"id": user.id, "name": user.name} for user in users]
        return value

    def own(self, model, link="application_id"):
        """Rows of ``model`` by application; each is remembered for its transitions."""
        grouped = self.rows(model, [(link, "in", self.applications.ids)], link)
        for application_id, rows in grouped.items():
            self.owned_by(model, rows, application_id)
        return grouped

    def owned_by(self, model, rows, application_id):
        """Remember that ``rows`` belong to the application."""
        for row in rows:
            self.owners[model, row["id"]].add(application_id)

    def below(self, model, link, wholes):
        """Rows of ``model`` by the id of their whole."""
        return self.rows(model, [(link, "in", [row["id"] for row in wholes])], link)

    # -- parts by table ------------------------------------------------------------------------

    def gather_part(self, part, domain=None, link=None):
        """Put one kind of record, with its parts and files, into the archive as its JSON.

        :param domain: which records, where more than their link to the application tells it
        :param link: function that gives the application of a record
        """
        domain = domain or [(part.link, "in", self.applications.ids)]
        grouped = self.rows(part.model, domain, link or part.link)
        rows = [(row, a) for a in self.applications.ids for row in grouped[a]]
        self.hang(part, rows)
        for application in self.applications:
            self.put(application, part.key, grouped[application.id])

    def hang(self, part, rows):
        """Hang parts and files under ``rows``: ``[(row, application id)]``."""
        for row, application_id in rows:
            self.owned_by(part.model, [row], application_id)
        if part.folder:
            places = [(row, f"{self.folders[a]}/{part.folder}", row["filename"]) for row, a in rows]
            self.attach(part.model, places)
        elif "sha256" in FACTS[part.model].split():
            for row, _application_id in rows:
                row["withheld"] = True
        self.hang_parts(part.parts, rows)

    def hang_parts(self, parts, rows):
        for part in parts:
            grouped = self.below(part.model, part.link, [row for row, _a in rows])
            for row, _application_id in rows:
                row[part.key] = grouped[row["id"]]
            self.hang(part, [(below, a) for row, a in rows for below in row[part.key]])

    # -- files ---------------------------------------------------------------------------------

    def attach(self, model, places, field="file", hashed="sha256"):
        """Put the kept files of rows into the archive; each row learns its ``path``.

        :param places: ``[(row, folder, filename)]``
        """
        ids = [row["id"] for row, _folder, _name in places if row[hashed]]
        attachments = self.env["ir.attachment"].search(
            [("res_model", "=", model), ("res_field", "=", field), ("res_id", "in", ids)]
        )
        by_id = {attachment.res_id: attachment for attachment in attachments}
        for row, folder, name in places:
            if row[hashed]:
                path = f"{folder}/{row['id']}-{archive.safe_name(name or 'file')}"
                row.update(path=path, sha256=row[hashed])
                self.files[path] = self._loader(by_id.get(row["id"]), name, row[hashed])

    def _loader(self, attachment, name, sha256):
        def load():
            content = attachment.raw if attachment else b""
            if attachment:
                attachment.invalidate_recordset(["raw", "datas", "db_datas"])
            if hashlib.sha256(content or b"").hexdigest() != sha256:
                raise UserError(
                    self.env._(
                        "“%s” is no longer the file whose hash was kept: no dossier is sealed. "
                        "Restore the file from the backup first.",
                        name,
                    )
                )
            return content

        return load

    def put(self, application, name, value):
        """Put one JSON of the application into the archive."""
        self.files[f"{self.folders[application.id]}/{name}"] = lambda: archive.as_json(value)
