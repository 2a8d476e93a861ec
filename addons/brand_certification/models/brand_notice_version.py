"""What was published when: a frozen version of a notice at each publication and correction."""

import base64
import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..scheme import workdays
from .transition_mixin import transition

# Words of a published notice that a correction may touch; items are not added by a correction
_CORRECTABLE = ("name", "introduction", "document_no")
_CORRECTABLE_OF_LINE = ("name", "holder", "district_name", "detail")


class BrandNoticeVersion(models.Model):
    """The words of a notice as they were announced from a day on, with the page as evidence."""

    _name = "brand.notice.version"
    _description = "Published Version of a Notice"
    _inherit = ["brand.append.only.mixin"]
    _order = "notice_id, number desc"
    _rec_name = "number"

    notice_id = fields.Many2one("brand.notice", required=True, readonly=True, index=True)
    company_id = fields.Many2one(related="notice_id.company_id", store=True)
    number = fields.Integer("Version", required=True, readonly=True)
    kind = fields.Selection(
        [
            ("publication", "Published"),
            ("material", "Corrected, the days begin anew"),
            ("note", "Corrected, the days go on"),
            ("term", "New last day"),
        ],
        required=True,
        readonly=True,
    )
    reason = fields.Text(readonly=True)
    published_at = fields.Datetime(default=fields.Datetime.now, required=True, readonly=True)
    date_published = fields.Date("Counted from", readonly=True)
    date_end = fields.Date("Last Day", readonly=True)
    is_provisional = fields.Boolean("Provisional End", readonly=True)
    calendar_version = fields.Char(readonly=True)
    content = fields.Text(
        required=True, readonly=True, help="All published words, as the text whose hash is shown."
    )
    content_hash = fields.Char("SHA-256", required=True, readonly=True)
    paper = fields.Binary("Page as Evidence", attachment=True, readonly=True)
    paper_name = fields.Char("File Name", readonly=True)
    paper_hash = fields.Char("SHA-256 of the Page", readonly=True)

    _once = models.Constraint("UNIQUE (notice_id, number)", "This version exists already.")

    def _content_values(self):
        """The published words as plain values, with their dates."""
        self.ensure_one()
        values = json.loads(self.content)
        for name in ("date_published", "date_first", "date_end"):
            values[name] = fields.Date.to_date(values[name])
        return values


class BrandNotice(models.Model):
    _inherit = "brand.notice"

    version_ids = fields.One2many(
        "brand.notice.version", "notice_id", "Published Versions", readonly=True
    )
    restart_count = fields.Integer("Begun Anew", readonly=True, copy=False)
    proposed_end = fields.Date(
        compute="_compute_proposed_end",
        help="The last day by the calendar as it is now; a person takes it over.",
    )
    proposed_text = fields.Char("The Calendar Has Changed", compute="_compute_proposed_end")

    @api.depends("state", "date_published", "date_end", "days", "is_provisional")
    @api.depends_context("lang")
    def _compute_proposed_end(self):
        """A change of the calendar moves no running notice by itself: it proposes."""
        Day = self.env["brand.workday"]
        calendar, today = Day._calendar(), Day._today()
        for notice in self:
            notice.proposed_end = notice.proposed_text = False
            if not notice.is_running:
                continue
            end = calendar.add_working_days(notice.date_published, notice.days)
            is_other = (end.date, end.is_provisional) != (notice.date_end, notice.is_provisional)
            if is_other and end.date >= today:
                notice.proposed_end = end.date
                notice.proposed_text = self.env._(
                    "By the calendar of today the last day is %(new)s, not %(old)s.",
                    new=self.env["brand.portal"]._long_date(end.date),
                    old=self.env["brand.portal"]._long_date(notice.date_end),
                )

    # -- transitions -----------------------------------------------------------------------------

    @transition
    def action_correct(self, reason=None, is_material=True, changes=None):
        """Correct published words, with a reason that is published too.

        A material correction freezes a new version and its days begin anew today; another is a
        note, and the days go on. The version before stays readable, marked as corrected.

        :param is_material: whether anybody could have judged an item otherwise by the wrong words
        :param changes: ``{"name": …, "introduction": …, "document_no": …, "lines": {line id:
            {"name": …, "holder": …, "district_name": …, "detail": …}}}``
        :raises UserError: without reason or change, after the last day, or for other fields
        """
        self.ensure_one()
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason of the correction: it is published."))
        if not workdays.is_in_time(fields.Datetime.now(), self.date_end):
            raise UserError(
                self.env._("The term has ended: announce the corrected items in a new notice.")
            )
        if not self._apply_correction(changes or {}):
            raise UserError(self.env._("Nothing would change by this correction."))
        if is_material:
            self._start_days()
            # sudo: how often the days began anew is counted by the system
            self.sudo().restart_count += 1
        self._freeze_version("material" if is_material else "note", reason)

    @transition
    def action_take_end(self, reason=None):
        """Take over the last day that the changed calendar proposes."""
        for notice in self:
            if not notice.proposed_end:
                raise UserError(
                    self.env._("%s: the calendar proposes no other last day.", notice.name)
                )
            notice._start_days(notice.date_published)
            notice._freeze_version("term", reason)

    def action_view_objections(self):
        """Objections and clues to this notice."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "brand_certification.brand_objection_action"
        )
        return {**action, "domain": [("notice_id", "=", self.id)], "context": {}}

    def action_ask_correction(self):
        """Open the form in which the published words are corrected."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correct a Published Notice"),
            "res_model": "brand.notice.correction",
            "view_mode": "form",
            "target": "new",
            "context": {"default_notice_id": self.id, "dialog_size": "extra-large"},
        }

    def _start_days(self, start=None):
        """Count the days from ``start`` (today) and store the end with the calendar's version."""
        Day = self.env["brand.workday"]
        start = start or Day._today()
        for notice in self:
            end = Day._calendar().add_working_days(start, notice.days)
            # sudo: the term follows from publishing, correcting and taking an end
            notice.sudo().write(
                {
                    "date_published": start,
                    "date_end": end.date,
                    "is_provisional": end.is_provisional,
                    "calendar_version": end.calendar_version,
                }
            )

    def _apply_correction(self, changes):
        """Write what differs; return whether anything did."""
        lines = {int(key): vals for key, vals in (changes.get("lines") or {}).items()}
        unknown = set(changes) - {*_CORRECTABLE, "lines"}
        unknown |= {name for vals in lines.values() for name in vals} - {*_CORRECTABLE_OF_LINE}
        if unknown or set(lines) - set(self.line_ids.ids):
            raise UserError(
                self.env._("A correction changes words of the notice and of its own items only.")
            )
        has_changed = False
        pairs = [(self, {name: changes[name] for name in _CORRECTABLE if name in changes})]
        pairs += [(self.env["brand.notice.line"].browse(key), vals) for key, vals in lines.items()]
        for record, vals in pairs:
            news = {k: v for k, v in vals.items() if (record[k] or "") != (v or "")}
            if news:
                # sudo: published words are closed to everything but a correction
                record.sudo().write(news)
                has_changed = True
        return has_changed

    # -- freezing --------------------------------------------------------------------------------

    def _end_transition(self, step, reason, document_no):
        result = super()._end_transition(step, reason, document_no)
        if step == "action_publish":
            for notice in self:
                notice._freeze_version("publication", reason)
        return result

    def _current_version(self):
        """The version that is valid now; sorted here, as new rows stand last in the cache."""
        # sudo: a version of an announced notice is everybody's
        return self.sudo().version_ids.sorted("number")[-1:]

    def _freeze_version(self, kind, reason):
        """Keep the words as they are announced now, their hash, and the page as evidence."""
        self.ensure_one()
        # sudo: versions are written by the steps of the notice only
        notice = self.sudo()
        content = json.dumps(
            notice._announced_values(), ensure_ascii=False, sort_keys=True, default=str, indent=1
        )
        notice.content_hash = hashlib.sha256(content.encode()).hexdigest()
        number = len(notice.version_ids) + 1
        Report = notice.env["ir.actions.report"].with_context(
            brand_correction=notice._correction_being_made(kind, reason)
        )
        paper, ending, key = Report._render_announced(
            "brand_certification.action_report_notice", notice, notice.name
        )
        self.env["brand.notice.version"].sudo().create(
            {
                "notice_id": notice.id,
                "number": number,
                "kind": kind,
                "reason": reason,
                "date_published": notice.date_published,
                "date_end": notice.date_end,
                "is_provisional": notice.is_provisional,
                "calendar_version": notice.calendar_version,
                "content": content,
                "content_hash": notice.content_hash,
                "paper": base64.b64encode(paper),
                "paper_name": f"{notice.name} v{number}.{ending}",
                "paper_hash": hashlib.sha256(paper).hexdigest(),
                "signing_key_id": key.id,
            }
        )
