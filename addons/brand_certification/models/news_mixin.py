"""News of records that an enterprise or a body follows: a message in each, one mail for all."""

from markupsafe import Markup

from odoo import models


class BrandNewsMixin(models.AbstractModel):
    """A thread whose news are told in it, and by one mail an organisation.

    A model that inherits this has ``company_id``, ``partner_id`` and ``access_url``, and answers
    ``_news_subject()``. The number of queries does not grow with the number of records; mails go out
    by Odoo's mail queue, after the transaction: a batch of 1,000 decisions waits for no mail server.
    """

    _name = "brand.news.mixin"
    _description = "News of a record"

    def _news_subject(self):
        """Subject of the mail about several of these."""
        raise NotImplementedError

    def _post_news(self, bodies):
        """One message a record, read in the portal by its enterprise; nobody is mailed by it."""
        comment = self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_comment")
        sender = {
            company: company.email_formatted or self.env.user.email_formatted
            for company in self.company_id
        }
        # given, not left to each message: finding it costs a query a message
        reply_to = {
            company: self.env["mail.thread"]._notify_get_reply_to(
                default=sender[company], author_id=company.partner_id.id
            )[False]
            for company in self.company_id
        }
        self._message_create(
            [
                {
                    "model": self._name,
                    "res_id": record.id,
                    "author_id": record.company_id.partner_id.id,
                    "email_from": sender[record.company_id],
                    "reply_to": reply_to[record.company_id],
                    "subject": record.display_name,
                    "body": bodies[record.id],
                    "message_type": "comment",
                    "subtype_id": comment,
                    "is_internal": False,
                    "partner_ids": record.partner_id.ids,
                    "record_company_id": record.company_id.id,
                    "email_add_signature": False,
                }
                for record in self
            ]
        )

    def _mail_news(self, bodies, recipients, readers):
        """One mail to each organisation, however many of these there are news of.

        :param recipients: ``{record id: organisation}``
        :param readers: ``{organisation: its address and people}``; without any nothing is sent
        """
        mails = [
            records._prepare_news_mail_vals(bodies, readers[organisation])
            for organisation, records in self.grouped(lambda r: recipients[r.id]).items()
            if readers[organisation]
        ]
        if mails:
            self.env["mail.mail"].create(mails)
            self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    def _prepare_news_mail_vals(self, bodies, readers):
        """The mail to one organisation about ``self``."""
        company, base = self.company_id[:1], self[:1].get_base_url()
        parts = [
            Markup('<h3><a href="%s%s">%s</a></h3>%s')
            % (base, record.access_url, record.display_name, bodies[record.id])
            for record in self
        ]
        return {
            "subject": self.display_name if len(self) == 1 else self._news_subject(),
            "body_html": Markup("").join(parts),
            "author_id": company.partner_id.id,
            "email_from": company.email_formatted or self.env.user.email_formatted,
            "recipient_ids": [(6, 0, readers.ids)],
            "auto_delete": True,
        }
