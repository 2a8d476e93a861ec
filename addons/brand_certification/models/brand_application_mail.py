"""What an enterprise is told of its files: in each file's thread, and in one mail for all of them."""

from collections import defaultdict

from markupsafe import Markup

from odoo import api, models


class BrandApplication(models.Model):
    _inherit = "brand.application"

    def _tell_applicant(self, body, items=()):
        """Message to the enterprise, in the file's own thread.

        :param body: one sentence
        :param items: points under it, such as gaps or the reason of a refusal
        """
        self.ensure_one()
        self._tell_applicants({self.id: (body, items)})

    def _tell_applicants(self, texts):
        """Tell each enterprise its news: a message in each file, one mail an enterprise.

        The number of queries does not grow with the number of files. Mails go out by Odoo's mail
        queue, after the transaction: a batch of 1,000 decisions waits for no mail server.

        :param texts: ``{application id: (sentence, points)}``; files without a text are left out
        """
        # sudo: the officer need not be a follower of the file to tell its enterprise
        files = self.sudo().filtered(lambda application: application.id in texts)
        if not files:
            return
        bodies = {file.id: self._news_html(*texts[file.id]) for file in files}
        files._post_news(bodies)
        files._mail_news(bodies)

    @api.model
    def _news_html(self, body, items=()):
        lines = Markup("").join(Markup("<li>%s</li>") % item for item in items if item)
        return Markup("<p>%s</p>") % body + (Markup("<ul>%s</ul>") % lines if lines else "")

    def _post_news(self, bodies):
        """One message a file, which its enterprise reads in the portal; nobody is mailed by it."""
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
                    "res_id": file.id,
                    "author_id": file.company_id.partner_id.id,
                    "email_from": sender[file.company_id],
                    "reply_to": reply_to[file.company_id],
                    "subject": file.display_name,
                    "body": bodies[file.id],
                    "message_type": "comment",
                    "subtype_id": comment,
                    "is_internal": False,
                    "partner_ids": file.partner_id.ids,
                    "record_company_id": file.company_id.id,
                    "email_add_signature": False,
                }
                for file in self
            ]
        )

    def _mail_news(self, bodies):
        """One mail to each enterprise, however many of its files there are news of."""
        readers = self._news_readers()
        mails = [
            files._prepare_news_mail_vals(bodies, readers[enterprise])
            for enterprise, files in self.grouped("partner_id").items()
            if readers[enterprise]
        ]
        if not mails:
            return
        self.env["mail.mail"].create(mails)
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    def _news_readers(self):
        """``{enterprise: its own address and its people who follow these files}``.

        Where nobody follows, all its users are told: news must not be lost with a leaver.
        """
        Partner = self.env["res.partner"]
        enterprises = {file.id: file.partner_id for file in self}
        people = defaultdict(Partner.browse)
        for follower in self.env["mail.followers"].search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        ):
            enterprise = enterprises[follower.res_id]
            if follower.partner_id.commercial_partner_id == enterprise.commercial_partner_id:
                people[enterprise] |= follower.partner_id
        unheard = self.partner_id.filtered(lambda enterprise: not people[enterprise])
        users = self.env["res.users"].search(
            [("commercial_partner_id", "in", unheard.ids), ("share", "=", True)]
        )
        for user in users:
            people[user.commercial_partner_id] |= user.partner_id
        return {
            enterprise: (enterprise | people[enterprise]).filtered("email")
            for enterprise in self.partner_id
        }

    def _prepare_news_mail_vals(self, bodies, readers):
        """The mail to one enterprise about ``self``, its files."""
        company, base = self.company_id[:1], self[:1].get_base_url()
        parts = [
            Markup('<h3><a href="%s%s">%s</a></h3>%s')
            % (base, file.access_url, file.display_name, bodies[file.id])
            for file in self
        ]
        subject = (
            self.display_name
            if len(self) == 1
            else self.env._("News of %s of your applications", len(self))
        )
        return {
            "subject": subject,
            "body_html": Markup("").join(parts),
            "author_id": company.partner_id.id,
            "email_from": company.email_formatted or self.env.user.email_formatted,
            "recipient_ids": [(6, 0, readers.ids)],
            "auto_delete": True,
        }
