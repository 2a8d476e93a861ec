"""What waits for people in the portal because of certificates: requests, renewals, suspensions."""

from odoo import api, models


class BrandPortal(models.AbstractModel):
    _inherit = "brand.portal"

    @api.model
    def _tasks(self):
        tasks, roles = super()._tasks(), self._roles()
        if "enterprise" in roles:
            tasks += self.env["brand.certificate"]._portal_holder_tasks()
        if roles & {"body", "assessor"}:
            tasks += self.env["brand.certificate.request"]._portal_body_tasks()
        return sorted(tasks, key=lambda task: (not task["due"], task["due"] or None))


class BrandCertificate(models.Model):
    _inherit = "brand.certificate"

    @api.model
    def _portal_holder_tasks(self):
        """Suspended certificates need evidence, those that end soon a renewal."""
        _, task = self.env._, self.env["brand.portal"]._task
        tasks = []
        own = self.search(
            [
                ("partner_id", "=", self.env.user.partner_id.commercial_partner_id.id),
                ("status", "in", ("valid", "suspended")),
            ]
        )
        for certificate in own:
            name, url = certificate.product_name, certificate.access_url
            if certificate.status == "suspended" and not certificate._portal_open_requests():
                tasks.append(
                    task(
                        _("The certificate of %s is suspended: send the evidence.", name),
                        _("Send evidence"),
                        f"{url}/ask/restore",
                        certificate.suspended_until,
                    )
                )
            if not certificate._renewal_refusal() and not certificate._open_renewal():
                tasks.append(
                    task(
                        _("The certificate of %s ends soon: apply for its renewal.", name),
                        _("Renew"),
                        url,
                        certificate.date_end,
                    )
                )
        return tasks

    @api.model
    def _portal_of_body(self, query=""):
        """Certificates that the current user's body issued, the newest first."""
        employer = self.env.user.partner_id.commercial_partner_id
        domain = [("body_id.partner_id", "=", employer.id)]
        if query:
            domain += ["|", ("number", "ilike", query), ("product_name", "ilike", query)]
        return self.search(domain, limit=200)

    def _portal_standards(self):
        """Standards that the certificate may name after a change: published ones of its city, and
        those that it names now."""
        self.ensure_one()
        domain = [("state", "=", "published"), ("company_id", "=", self.company_id.id)]
        return self.env["brand.standard"].search(domain) | self.standard_ids

    def _portal_open_requests(self):
        """Own requests of the holder that wait for an answer."""
        return self.request_ids.filtered(lambda r: r.state in ("submitted", "verified"))


class BrandCertificateRequest(models.Model):
    _inherit = "brand.certificate.request"

    @api.model
    def _portal_of_body(self, domain=()):
        """Requests on certificates that the current user's body issued."""
        employer = self.env.user.partner_id.commercial_partner_id
        return self.search([("body_id.partner_id", "=", employer.id), *domain])

    @api.model
    def _portal_body_tasks(self):
        """Assessors confirm evidence, the decision maker decides."""
        _, task = self.env._, self.env["brand.portal"]._task
        tasks = []
        for request in self._portal_of_body([("state", "in", ("submitted", "verified"))]):
            steps = request._steps_open_to_me()[0]
            text = _(
                "%(what)s: %(product)s", what=request.display_name, product=request.product_name
            )
            if "action_grant" in steps:
                tasks.append(task(text, _("Decide on the request"), request.access_url))
            elif "action_verify" in steps and request._needs_verification():
                tasks.append(task(text, _("Verify the evidence"), request.access_url))
        return tasks

    def _portal_changes(self):
        """What the certificate says now and would say, line by line: ``[(label, now, then)]``."""
        self.ensure_one()
        # sudo: words of the certificate that the request is about, for who may read the request
        certificate, names = self.sudo().certificate_id, ("holder_name", "uscc", "holder_address")
        names += ("product_name", "product_model", "trademark", "standard_text")
        face = self._new_face()
        labels = certificate.fields_get(names, ["string"])
        return [
            (labels[name]["string"], certificate[name] or "", face[name])
            for name in names
            if name in face
        ]
