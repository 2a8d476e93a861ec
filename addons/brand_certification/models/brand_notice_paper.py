from typing import NamedTuple

from odoo import fields, models

from ..scheme.publishing import for_public


class Correction(NamedTuple):
    """Of the version whose page is being made. No client can send one in a context."""

    kind: str
    reason: str
    at: str


class BrandNotice(models.Model):
    """The notice as an official paper."""

    _inherit = "brand.notice"

    def _paper_values(self):
        """What stands on the paper: the public values, and its text in paragraphs.

        :raises AccessError: for somebody who may not read the notice
        """
        self.ensure_one()
        self.check_access("read")
        values = self._public_values()
        paragraphs = self._paper_paragraphs(values) + self._paper_corrections(values)
        return {**values, "paragraphs": paragraphs}

    def _paper_corrections(self, values):
        """What was corrected since the publication, latest first; also by the page being made."""
        rows = [Correction(row["kind"], row["reason"], row["at"]) for row in values["corrections"]]
        making = self.env.context.get("brand_correction")
        if isinstance(making, Correction):
            rows.insert(0, making)
        text = self.env._("Correction of %(at)s (%(kind)s): %(reason)s")
        return [text % row._asdict() for row in rows]

    def _correction_being_made(self, kind, reason):
        """What the page of a new version says of it; nothing on the first one."""
        if kind == "publication":
            return None
        kinds = dict(self.version_ids._fields["kind"]._description_selection(self.env))
        at = self.env["ir.actions.report"]._paper_datetime(fields.Datetime.now())
        return Correction(kinds[kind], for_public(reason), at)

    def _paper_paragraphs(self, values):
        _ = self.env._
        own = [line.strip() for line in values["introduction"].splitlines() if line.strip()]
        paragraphs = own or [
            _(
                "After application, examination and evaluation, %s items are proposed. They are"
                " announced as listed below, so that the public can look at them and object.",
                values["count"],
            )
        ]
        paragraphs += [
            values["term_words"],
            _(
                "Whoever objects may do so within this term, in writing and with the real name, a"
                " way to be reached and the evidence; units add their seal. Anonymous or late"
                " letters are kept as clues."
            ),
            _("Office that receives objections: %s", values["office"]),
        ]
        if values["office_address"]:
            paragraphs.append(_("Address of the office: %s", values["office_address"]))
        paragraphs.append(_("Phone of the office: %s", values["office_phone"]))
        paragraphs.append(_("Phone of discipline and supervision: %s", values["discipline_phone"]))
        return paragraphs
