from markupsafe import Markup

from odoo import api, models


class BrandDigest(models.AbstractModel):
    """One message with a list of what is due, instead of a message for each item."""

    _name = "brand.digest"
    _description = "Digest of what is due"

    @api.model
    def _tell(self, record, partners, subject, lines):
        """Post a list in the thread of ``record`` and notify ``partners``.

        :param lines: sentences, one a row
        """
        if not lines:
            return
        # sudo: reminders come from the system, whoever started the job
        record.sudo().message_post(
            subject=subject,
            body=self._body(subject, lines),
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=partners.ids,
            author_id=record.sudo().company_id.partner_id.id,
        )

    @api.model
    def _tell_managers(self, company, subject, lines):
        """Notify the programme managers of a city, in their inbox."""
        group = self.env.ref("brand_certification.group_manager").sudo()
        managers = group.all_user_ids.filtered(
            lambda user: user.active and company in user.company_ids
        )
        if not lines or not managers:
            return
        # sudo: as above
        self.env["mail.thread"].sudo().message_notify(
            partner_ids=managers.partner_id.ids,
            subject=subject,
            body=self._body(subject, lines),
            author_id=company.partner_id.id,
        )

    @api.model
    def _body(self, subject, lines):
        items = Markup("").join(Markup("<li>%s</li>") % line for line in lines)
        return Markup("<p>%s</p><ul>%s</ul>") % (subject, items)
