from odoo import api, models

from ..scheme.publishing import for_public


class BrandNotice(models.Model):
    """What strangers may know of a notice: everything that was announced, from its publication."""

    _inherit = "brand.notice"

    @api.model
    def _public_domain(self):
        return [("state", "in", ("published", "closed"))]

    @api.model
    def _public_find(self, notice_id):
        """A notice that was announced, in superuser mode, or none."""
        # sudo: announced to everybody; _public_values() limits what is told
        return self.sudo().search([("id", "=", notice_id), *self._public_domain()], limit=1)

    def _public_summary(self):
        """One dict a notice, for the list of notices."""
        today = self.env["brand.workday"]._today()
        calendar = self.env["brand.workday"]._calendar()
        summaries = []
        # sudo: as in _public_find
        for notice in self.sudo():
            is_running = notice.is_running
            left = calendar.working_days_between(today, notice.date_end).days if is_running else 0
            summaries.append(
                {
                    "id": notice.id,
                    "path": f"/brand/notices/{notice.id}",
                    "title": for_public(notice.name),
                    "document_no": notice.document_no or "",
                    "program": notice.program_id.name or "",
                    "city": notice.company_id.name,
                    "count": notice.line_count,
                    "days": notice.days,
                    "date_published": notice.date_published,
                    "date_end": notice.date_end,
                    "is_running": is_running,
                    "is_provisional": notice.is_provisional,
                    "days_left": left,
                    "term_text": notice._public_term(left),
                    "days_text": notice._public_days(),
                }
            )
        return summaries

    def _public_term(self, days_left):
        """Until when, as a date and an hour, and how many working days are left."""
        _ = self.env._
        end = self.env["ir.actions.report"]._paper_date(self.date_end)
        if not self.is_running:
            return _("Ended on %s, 24:00", end)
        if not days_left:
            return _("Last day: open until %s, 24:00", end)
        return _(
            "Open until %(end)s, 24:00; %(days)s working days after today", end=end, days=days_left
        )

    def _public_days(self):
        _ = self.env._
        text = _("%s working days; the day of publication does not count.", self.days)
        if self.is_provisional:
            text += _(
                "The calendar of that year is not yet published: the last day is provisional."
            )
        return text

    def _public_how_to_object(self):
        """How to object, or that the term is over."""
        _ = self.env._
        if not self.is_running:
            return _(
                "The term has ended. What you know is still taken as a clue by the offices below."
            )
        return _(
            "In writing and with your real name, a way to reach you and the evidence, until %s,"
            " 24:00. Units add their seal. An objection holds only the item that it concerns."
            " Anonymous or late letters are kept as clues.",
            self.env["ir.actions.report"]._paper_date(self.date_end),
        )

    def _public_values(self):
        """The whole notice as announced, as a dict of plain values; no objections, no persons."""
        self.ensure_one()
        # sudo: as in _public_find
        notice = self.sudo()
        company = notice.company_id
        return {
            **notice._public_summary()[0],
            "introduction": for_public(notice.introduction),
            "object_text": notice._public_how_to_object(),
            "office": notice.office or company.name,
            "office_phone": notice.office_phone or company.phone or "",
            "office_address": notice.office_address or "",
            "discipline_phone": notice.discipline_phone or "",
            "calendar_version": notice.calendar_version or "",
            "hash": notice.content_hash or "",
            "city_values": company._public_values(),
            "lines": [
                {
                    "no": no,
                    "name": for_public(line.name),
                    "holder": for_public(line.holder),
                    "district": line.district_name or "",
                    "detail": for_public(line.detail),
                }
                for no, line in enumerate(
                    notice.line_ids.sorted(lambda li: (li.sequence, li.id)), 1
                )
            ],
        }
