"""What the public learns of the alliance and of standards, and words of the portal's pages."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class BrandBody(models.Model):
    _inherit = "brand.body"

    @api.model
    def _public_members(self):
        """Members and suspended members of all cities, as values for the page.

        :return: ``[{name, city, approval_no, scopes, valid_to, is_working, status_word}]``
        """
        today = self.env["brand.workday"]._today()
        # sudo: who belongs to the alliance, and for what, is public
        bodies = self.sudo().search([("state", "in", ("member", "suspended"))])
        return [body._public_member(today) for body in bodies]

    def _public_member(self, today):
        _ = self.env._
        is_working = self._may_work(today)
        if is_working:
            word = _("Takes applications")
        elif self.state == "suspended":
            word = _("Suspended from work")
        else:
            word = _("Approval has ended")
        date = self.env["ir.actions.report"]._paper_date
        return {
            "name": self.name,
            "city": self.company_id.name,
            "approval_no": self._approval_no() or "",
            "country": self.recognition_country_id.name if self.is_foreign else "",
            "accreditation_no": self.accreditation_no or "",
            "scopes": [
                {"text": scope._public_text(), "until": date(scope.date_to)}
                for scope in self.scope_ids
                if scope._is_valid_on(today)
            ],
            "valid_to": date(self.valid_to) if self.valid_to else "",
            "is_working": is_working,
            "status_word": word,
        }


class BrandBodyScope(models.Model):
    _inherit = "brand.body.scope"

    def _public_text(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        kind = kinds.get(self.kind) or self.env._("All kinds of product")
        names = "、".join(self.industry_ids.mapped("display_name"))
        names = names or self.env._("all industries")
        return f"{kind} · {names}"


class BrandStandard(models.Model):
    _inherit = "brand.standard"

    @api.model
    def _public_domain(self, query=""):
        """Standards that are, or were, in force; found by words of number, name or drafter."""
        domain = Domain("state", "in", ("published", "withdrawn")) & Domain(
            "date_published", "!=", False
        )
        if query:
            domain &= (
                Domain("number", "ilike", query)
                | Domain("name", "ilike", query)
                | Domain("drafter_ids.partner_id.name", "ilike", query)
            )
        return domain

    def _public_rows(self):
        """Values of these standards for a page: ``[{number, name, level, status, ...}]``."""
        levels = dict(self._fields["level"]._description_selection(self.env))
        date = self.env["ir.actions.report"]._paper_date
        return [
            {
                "id": standard.id,
                "number": standard.number,
                "name": standard.name,
                "level": levels[standard.level],
                "is_general": standard.is_general,
                "general": standard.general_id.number or "",
                "published": date(standard.date_published),
                "effective": date(standard.date_effective) if standard.date_effective else "",
                "drafters": "、".join(standard.drafter_ids.partner_id.mapped("name")),
                "has_text": bool(standard.sha256) and standard.state == "published",
                **standard._public_status(),
            }
            for standard in self
        ]

    def _public_status(self):
        """Whether the standard may be cited today, in words."""
        _ = self.env._
        today = self.env["brand.workday"]._today()
        date = self.env["ir.actions.report"]._paper_date
        if self.state == "withdrawn":
            return {"status": "withdrawn", "status_word": _("No longer in force"), "note": ""}
        if self.date_effective and self.date_effective > today:
            return {"status": "running", "status_word": _("In force later"), "note": ""}
        if self.usable_until:
            note = _(
                "Replaced by %(number)s; usable until %(date)s",
                number=self._successor().number or "",
                date=date(self.usable_until),
            )
            return {"status": "suspended", "status_word": _("Being replaced"), "note": note}
        return {"status": "valid", "status_word": _("In force"), "note": ""}

    # -- portal --------------------------------------------------------------------------------

    @api.model
    def _portal_lists(self):
        """Standards for the portal: own proposals, drafts open for comments, drafts one drafts."""
        mine = self.env.user.partner_id.commercial_partner_id.id
        in_work = Domain("state", "in", ("proposed", "drafting", "review"))
        own = self.search(Domain("proposer_id", "=", mine))
        drafting = self.search(in_work & Domain("drafter_ids.partner_id", "=", mine)) - own
        return {
            "own": own,
            "drafting": drafting,
            "open_ones": self.search([("is_open_for_comment", "=", True)]) - own - drafting,
        }

    def _portal_state_text(self):
        self.ensure_one()
        _ = self.env._
        if self.is_open_for_comment:
            until = self.env["brand.portal"]._long_date(self.comment_until)
            return _("Open for comments until %s", until)
        return {
            "proposed": _("Proposed; the office decides whether it is taken up"),
            "drafting": _("Being drafted"),
            "review": _("With the panel"),
            "published": _("Published"),
            "withdrawn": _("No longer in force") if self.date_published else _("Not taken up"),
        }[self.state]


class BrandAssessor(models.Model):
    _inherit = "brand.assessor"

    def _portal_rows(self):
        """The body's assessors with what lacks, for its page."""
        today = self.env["brand.workday"]._today()
        rows = []
        for entry in self:
            refusal = "" if entry.state == "ended" else entry._work_refusal(today)
            rows.append(
                {
                    "entry": entry,
                    "state_text": self._state_label(entry.state),
                    "refusal": refusal,
                    "qualifications": entry.qualification_ids,
                }
            )
        return rows

    @api.model
    def _portal_people(self):
        """Persons of the acting user's body who are not on the register: ``[(id, name)]``."""
        body = self._own_body()
        # sudo: names of the body's own people
        people = (
            self.env["res.partner"]
            .sudo()
            .search([("parent_id", "=", body.partner_id.id), ("is_company", "=", False)])
        )
        known = self.sudo().search(
            [("partner_id", "in", people.ids), ("kind", "=", "assessor"), ("state", "!=", "ended")]
        )
        return [(person.id, person.name) for person in (people - known.partner_id).sorted("name")]

    @api.model
    def _portal_add(self, posted):
        """Enter an assessor and the first qualification from the portal's form.

        A name that is typed in place of a choice makes a new contact of the body.

        :raises UserError: something is missing, or the person is not of this body
        """
        body = self._own_body()
        person = int(posted.get("partner_id") or 0)
        name = (posted.get("name") or "").strip()
        if not person and not name:
            raise UserError(self.env._("Choose a person, or enter the name."))
        if not person:
            # sudo: a new contact of the acting user's own body
            contact = self.env["res.partner"].sudo()
            person = contact.create({"name": name, "parent_id": body.partner_id.id}).id
        entry = self.action_register(
            {
                "partner_id": person,
                "registration_no": (posted.get("registration_no") or "").strip() or False,
                "speciality": (posted.get("speciality") or "").strip() or False,
            }
        )
        entry._portal_add_qualification(posted)

    def _portal_add_qualification(self, posted):
        """Enter a qualification from the portal's form."""
        name = (posted.get("qualification") or "").strip()
        end = self._posted_date(posted.get("date_to"))
        if not name or not end:
            raise UserError(
                self.env._("Enter the qualification and the day until which it is valid.")
            )
        begin = self._posted_date(posted.get("date_from"))
        if begin and begin > end:
            raise UserError(self.env._("A qualification begins before it ends."))
        number = (posted.get("number") or "").strip()
        self.action_add_qualification(name, number or False, end, begin)

    @api.model
    def _posted_date(self, text):
        """A date as a browser sends it, or False."""
        try:
            return fields.Date.to_date(text or False)
        except ValueError as error:
            raise UserError(self.env._("“%s” is not a date.", text)) from error
