"""Who is reminded of objections, complaints, lists of the joint check, and findings."""

from odoo import api, models
from odoo.fields import Domain


class BrandObjection(models.Model):
    _name = "brand.objection"
    _inherit = ["brand.objection", "brand.deadline.mixin"]

    @api.model
    def _due_domain(self):
        return (
            super()._due_domain()
            & Domain("kind", "=", "objection")
            & Domain("state", "in", ("received", "investigating"))
        )

    def _due_holders(self):
        """Its investigators; the officers until there are any."""
        return _holders(self, lambda o: o.investigator_ids, ["brand_certification.group_officer"])

    def _due_settings(self):
        program = self.notice_id.program_id
        return (program.remind_days, program.escalate_days) if program else super()._due_settings()


class BrandComplaint(models.Model):
    _name = "brand.complaint"
    _inherit = ["brand.complaint", "brand.deadline.mixin"]

    @api.model
    def _due_domain(self):
        return super()._due_domain() & Domain("state", "!=", "closed")

    def _due_holders(self):
        """Its handler; the officers for complaints until there is one."""
        return _holders(self, lambda c: c.handler_id, ["brand_certification.group_complaint"])


class BrandJointCheck(models.Model):
    _name = "brand.joint.check"
    _inherit = ["brand.joint.check", "brand.deadline.mixin"]

    @api.model
    def _due_domain(self):
        return super()._due_domain() & Domain("state", "=", "sent")

    def _due_holders(self):
        """Users of the department that was asked; the officers where it has none."""
        return _holders(
            self, lambda c: c.department_id.user_ids, ["brand_certification.group_officer"]
        )


class BrandFinding(models.Model):
    _name = "brand.finding"
    _inherit = ["brand.finding", "brand.deadline.mixin"]

    @api.model
    def _due_domain(self):
        return super()._due_domain() & Domain("state", "=", "open")

    def _due_holders(self):
        """Users of the enterprise that has to correct it."""
        partners = self.sudo().partner_id
        # sudo: whom to remind is the system's knowledge
        users = (
            self.env["res.users"]
            .sudo()
            .search([("partner_id.commercial_partner_id", "in", partners.ids)])
        )
        by_partner = users.grouped(lambda user: user.partner_id.commercial_partner_id)
        return {
            finding.id: by_partner.get(finding.partner_id, users.browse())
            for finding in self.sudo()
        }


def _holders(records, own, groups):
    """``{id: the record's own users, else those of the groups in its city}``."""
    in_city, holders = {}, {}
    for record in records.sudo():
        users, company = own(record), record._due_company()
        if not users and company not in in_city:
            in_city[company] = records._group_users(groups, company)
        holders[record.id] = users or in_city[company]
    return holders
