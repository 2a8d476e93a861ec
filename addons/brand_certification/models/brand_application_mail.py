"""What an enterprise is told of its files: in each file's thread, and in one mail for all of them."""

from collections import defaultdict

from markupsafe import Markup

from odoo import api, models


class BrandApplication(models.Model):
    _name = "brand.application"
    _inherit = ["brand.application", "brand.news.mixin"]

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
        enterprises = {file.id: file.partner_id for file in files}
        files._mail_news(bodies, enterprises, files._news_readers())

    @api.model
    def _news_html(self, body, items=()):
        lines = Markup("").join(Markup("<li>%s</li>") % item for item in items if item)
        return Markup("<p>%s</p>") % body + (Markup("<ul>%s</ul>") % lines if lines else "")

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

    def _news_subject(self):
        return self.env._("News of %s of your applications", len(self))
