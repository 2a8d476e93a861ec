"""Notices as strangers see them."""

from odoo import api, models

from ..scheme.masking import for_notice
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

    def _announced_values(self):
        """Every published word that is not the same on all notices: what is frozen and hashed."""
        self.ensure_one()
        # sudo: as in _public_find
        notice = self.sudo()
        company = notice.company_id
        first = (
            self.env["brand.workday"]._calendar().add_working_days(notice.date_published, 1).date
            if notice.date_published
            else None
        )
        return {
            "title": for_public(notice.name),
            "document_no": notice.document_no or "",
            "program": notice.program_id.name or "",
            "city": company.name,
            "introduction": for_public(notice.introduction),
            "count": notice.line_count,
            "days": notice.days,
            "date_published": notice.date_published or None,
            "date_first": first,
            "date_end": notice.date_end or None,
            "is_provisional": notice.is_provisional,
            "calendar_version": notice.calendar_version or "",
            "office": notice.office or company.name,
            "office_phone": notice.office_phone or company.phone or "",
            "office_address": notice.office_address or "",
            "discipline_phone": notice.discipline_phone or "",
            "lines": [
                {"no": no, **line._announced_values()}
                for no, line in enumerate(
                    notice.line_ids.sorted(lambda li: (li.sequence, li.id)), 1
                )
            ],
        }

    @api.model
    def _term_words(self, values):
        """The term in the words of an official notice, with both days."""
        _, date = self.env._, self.env["ir.actions.report"]._paper_date
        if not values["date_end"]:
            return _(
                "Term of the notice: %s working days from the day after its publication.",
                values["days"],
            )
        text = _(
            "Term of the notice: %(days)s working days, from %(first)s to %(last)s, 24:00.",
            days=values["days"],
            # The day of publication itself does not count (民法典 201)
            first=date(values["date_first"]),
            last=date(values["date_end"]),
        )
        if values["is_provisional"]:
            text += _(
                "The calendar of that year is not yet published: the last day is provisional."
            )
        return text

    def _public_values(self):
        """The whole notice as announced, as a dict of plain values; no objections, no persons."""
        self.ensure_one()
        # sudo: as in _public_find
        notice = self.sudo()
        announced = notice._announced_values()
        return {
            **notice._public_summary()[0],
            **announced,
            "term_words": notice._term_words(announced),
            "object_text": notice._public_how_to_object(),
            "object_url": f"/brand/notices/{notice.id}/objection",
            "hash": notice.content_hash or "",
            "restart_count": notice.restart_count,
            "corrections": notice._public_corrections(),
            "city_values": notice.company_id._public_values(),
        }

    def _public_corrections(self):
        """What was changed after publication, latest first, with the version that it replaced."""
        versions = self.version_ids.sorted("number", reverse=True)
        kinds = dict(versions._fields["kind"]._description_selection(self.env))
        date = self.env["ir.actions.report"]._paper_datetime
        return [
            {
                "kind": kinds[new.kind],
                "reason": for_public(new.reason),
                "at": date(new.published_at),
                "old_path": f"/brand/notices/{self.id}/version/{old.number}",
                "old_number": old.number,
            }
            for new, old in zip(versions, versions[1:], strict=False)
        ]

    def _public_version(self, number):
        """A version that was replaced, as it was announced, or None."""
        # sudo: as in _public_find
        replaced = self.sudo().version_ids - self._current_version()
        found = replaced.filtered(lambda v: v.number == number)
        if not found:
            return None
        values = found._content_values()
        return {
            **values,
            "path": f"/brand/notices/{self.id}",
            "number": number,
            "hash": found.content_hash,
            "term_words": self._term_words(values),
            "city_values": self.company_id._public_values(),
        }


class BrandNoticeLine(models.Model):
    _inherit = "brand.notice.line"

    def _announced_values(self):
        """Words of one item as published; of a natural person only what tells one from another."""
        self.ensure_one()
        return {
            "name": for_public(self.name),
            "holder": for_notice(self.holder, is_person=self.is_person),
            "district": self.district_name or "",
            "detail": for_public(self.detail),
        }
