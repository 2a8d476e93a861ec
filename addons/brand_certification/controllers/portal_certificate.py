"""Certificates in the portal: what holders ask and hand in, what the body verifies and decides."""

from odoo import Command, http
from odoo.http import request

from ..models.file_mixin import ALLOWED_TYPES, MAX_FILE_MIB
from .portal_base import UPLOAD, BrandPortalBase
from .public_page import positive_int

_PAGE = "/my/brand/certificate/<int:certificate_id>"
_REQUEST = "/my/brand/request/<int:request_id>"
# Several files in one request
_UPLOADS = UPLOAD | {"max_content_length": 5 * UPLOAD["max_content_length"]}
_CHANGES = ("new_holder_name", "new_address", "new_product_name", "new_model", "new_trademark")


class BrandPortalCertificate(BrandPortalBase):
    # -- papers ----------------------------------------------------------------------------------

    @http.route("/brand/paper/<int:paper_id>", type="http", auth="user")
    def brand_paper(self, paper_id, **kw):
        """A paper as it was issued; what waits to be made is made now."""
        paper = self._brand_record("brand.paper", paper_id)
        if not paper:
            return self._brand_home()
        return request.make_response(
            paper._content_now(),
            [
                ("Content-Type", "application/pdf"),
                ("Content-Disposition", http.content_disposition(f"{paper.display_name}.pdf")),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )

    # -- the holder's page -------------------------------------------------------------------------

    def _brand_own_certificate(self, certificate_id):
        """The certificate if the current user's enterprise holds it."""
        certificate = self._brand_record("brand.certificate", certificate_id)
        enterprise = request.env.user.partner_id.commercial_partner_id
        return certificate.filtered(lambda c: c.partner_id == enterprise)

    @http.route(f"{_PAGE}/ask/<string:kind>", type="http", auth="user", website=True, readonly=True)
    def brand_ask(self, certificate_id, kind, **kw):
        certificate = self._brand_own_certificate(certificate_id)
        if not certificate or kind not in ("change", "cancel", "restore"):
            return self._brand_home()
        return self._brand_ask_page(certificate, kind)

    def _brand_ask_page(self, certificate, kind, refusal=None, posted=None):
        labels = request.env["brand.certificate.request"]._fields["kind"]
        label = dict(labels._description_selection(request.env))[kind]
        return self._brand_page(
            "brand_certification.portal_certificate_ask",
            crumbs=[(certificate.number, certificate.access_url), (label, None)],
            certificate=certificate,
            kind=kind,
            label=label,
            standards=certificate._portal_standards() if kind == "change" else (),
            chosen=self._brand_standards_asked() if posted else certificate.standard_ids.ids,
            posted=posted or {},
            allowed_types=", ".join(ALLOWED_TYPES.values()),
            max_mib=MAX_FILE_MIB,
            refusal=refusal,
        )

    @http.route(
        f"{_PAGE}/ask/<string:kind>/send",
        methods=["POST"],
        **_UPLOADS,
    )
    def brand_ask_send(self, certificate_id, kind, **post):
        certificate = self._brand_own_certificate(certificate_id)
        if not certificate or kind not in ("change", "cancel", "restore"):
            return self._brand_home()
        vals = {
            "certificate_id": certificate.id,
            "kind": kind,
            "reason": (post.get("reason") or "").strip(),
            "file_ids": [Command.create(vals) for vals in self._brand_files("files")],
            **{name: post[name].strip() for name in _CHANGES if post.get(name, "").strip()},
        }
        standards = certificate._portal_standards() if kind == "change" else ()
        asked = [one.id for one in standards if one.id in self._brand_standards_asked()]
        if kind == "change" and set(asked) != set(certificate.standard_ids.ids):
            vals["new_standard_ids"] = [Command.set(asked)]
        if not vals["reason"]:
            refusal = request.env._("Say why you ask.")
        else:
            refusal = self._brand_try(lambda: self._brand_put(vals))
        if refusal:
            return self._brand_ask_page(certificate, kind, refusal=refusal, posted=post)
        return request.redirect(certificate.access_url)

    def _brand_standards_asked(self):
        """Standards that were ticked in the form."""
        return [positive_int(v) for v in request.httprequest.form.getlist("new_standard_ids")]

    def _brand_put(self, vals):
        request.env["brand.certificate.request"].create(vals).action_submit()

    @http.route(f"{_PAGE}/renew", type="http", auth="user", methods=["POST"], website=True)
    def brand_renew(self, certificate_id, **post):
        certificate = self._brand_own_certificate(certificate_id)
        if not certificate:
            return self._brand_home()
        found = []
        refusal = self._brand_try(lambda: found.append(certificate.action_renew()))
        if refusal:
            return self._brand_certificate_page(certificate, refusal=refusal)
        return request.redirect(f"{found[0].access_url}/step/1")

    # -- the mark ----------------------------------------------------------------------------------

    @http.route(
        f"{_PAGE}/specimen",
        methods=["POST"],
        **_UPLOADS,
    )
    def brand_specimen(self, certificate_id, name="", media="package", **post):
        certificate = self._brand_own_certificate(certificate_id)
        licence = certificate.mark_licence_ids[:1]
        if not licence:
            return self._brand_home()
        files, specimens = self._brand_files("files"), request.env["brand.mark.specimen"]
        if not files or not name.strip():
            refusal = request.env._("Name what it shows, and choose a file.")
        else:
            vals = {"licence_id": licence.id, "name": name.strip(), "media": media, **files[0]}
            refusal = self._brand_try(lambda: specimens.create(vals))
        if refusal:
            return self._brand_certificate_page(certificate, refusal=refusal)
        return request.redirect(f"{certificate.access_url}#mark")

    @http.route(f"{_PAGE}/leftover", type="http", auth="user", methods=["POST"], website=True)
    def brand_leftover(self, certificate_id, plan="", **post):
        certificate = self._brand_own_certificate(certificate_id)
        licence = certificate.mark_licence_ids[:1]
        if not licence:
            return self._brand_home()
        refusal = self._brand_try(lambda: licence.action_plan_leftover(plan))
        if refusal:
            return self._brand_certificate_page(certificate, refusal=refusal)
        return request.redirect(f"{certificate.access_url}#mark")

    @http.route(
        f"{_PAGE}/mark/<int:file_id>", type="http", auth="user", website=True, readonly=True
    )
    def brand_mark_file(self, certificate_id, file_id, **kw):
        """A file of the mark, for its holder and only while the mark may be used."""
        certificate = self._brand_own_certificate(certificate_id)
        if not certificate.mark_licence_ids[:1].is_usable:
            return self._brand_home()
        # sudo: portal users read no mark files; the licence was checked above
        found = certificate.sudo().program_id.mark_files.filtered(lambda f: f.id == file_id)
        if not found:
            return self._brand_home()
        stream = request.env["ir.binary"]._get_stream_from(
            found, "file", filename=found.filename or found.name
        )
        return stream.get_response(as_attachment=True)

    # -- requests: the body's page ---------------------------------------------------------------

    @http.route(_REQUEST, type="http", auth="user", website=True, readonly=True)
    def brand_request(self, request_id, **kw):
        found = self._brand_record("brand.certificate.request", request_id)
        return self._brand_request_page(found) if found else self._brand_home()

    def _brand_request_page(self, found, refusal=None, posted=None):
        return self._brand_page(
            "brand_certification.portal_certificate_request",
            crumbs=[(found.display_name, None)],
            asked=found,
            steps=found._steps_open_to_me()[0],
            changes=found._portal_changes(),
            posted=posted or {},
            refusal=refusal,
        )

    @http.route(
        f"{_REQUEST}/<string:step>", type="http", auth="user", methods=["POST"], website=True
    )
    def brand_request_step(self, request_id, step, reason="", document_no="", **post):
        found = self._brand_record("brand.certificate.request", request_id)
        acts = {
            "verify": lambda: found.action_verify(reason.strip()),
            "grant": lambda: found.action_grant(
                reason.strip() or None, document_no.strip() or None
            ),
            "refuse": lambda: found.action_refuse(reason.strip()),
            "withdraw": lambda: found.action_withdraw(reason.strip() or None),
        }
        if not found or step not in acts:
            return self._brand_home()
        refusal = self._brand_try(acts[step])
        if refusal:
            posted = {"reason": reason, "document_no": document_no}
            return self._brand_request_page(found, refusal=refusal, posted=posted)
        return request.redirect(found.access_url)

    @http.route(
        "/my/brand/evidence/<int:file_id>", type="http", auth="user", website=True, readonly=True
    )
    def brand_evidence(self, file_id, **kw):
        found = self._brand_record("brand.certificate.request.file", file_id)
        if not found:
            return self._brand_home()
        stream = request.env["ir.binary"]._get_stream_from(found, "file", filename=found.filename)
        return stream.get_response(as_attachment=True)

    # -- the body's certificates -------------------------------------------------------------------

    @http.route(
        "/my/brand/body/certificates", type="http", auth="user", website=True, readonly=True
    )
    def brand_body_certificates(self, q="", **kw):
        if "body" not in request.env["brand.portal"]._roles():
            return self._brand_home()
        return self._brand_page(
            "brand_certification.portal_body_certificates",
            crumbs=[(request.env._("Certificates of the body"), None)],
            certificates=request.env["brand.certificate"]._portal_of_body(q.strip()[:64]),
            requests=request.env["brand.certificate.request"]._portal_of_body(
                [("state", "in", ("submitted", "verified"))]
            ),
            query=q,
        )

    @http.route(
        "/my/brand/body/certificate/<int:certificate_id>",
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def brand_body_certificate(self, certificate_id, **kw):
        certificate = self._brand_record("brand.certificate", certificate_id)
        if not certificate or "body" not in request.env["brand.portal"]._roles():
            return self._brand_home()
        return self._brand_body_certificate_page(certificate)

    def _brand_body_certificate_page(self, certificate, refusal=None, posted=None):
        return self._brand_page(
            "brand_certification.portal_body_certificate",
            crumbs=[
                (request.env._("Certificates of the body"), "/my/brand/body/certificates"),
                (certificate.number, None),
            ],
            certificate=certificate,
            steps=certificate._steps_open_to_me()[0],
            requests=certificate.request_ids.filtered(lambda r: r.state != "draft"),
            papers=certificate.paper_ids,
            posted=posted or {},
            refusal=refusal,
        )

    @http.route(
        "/my/brand/body/certificate/<int:certificate_id>/<string:step>",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def brand_body_certificate_step(self, certificate_id, step, **post):
        certificate = self._brand_record("brand.certificate", certificate_id)
        given = {name: (post.get(name) or "").strip() or None for name in post}
        reason, number = given.get("reason"), given.get("document_no")
        acts = {
            "suspend": lambda: certificate.action_suspend(
                reason, number, given.get("until"), given.get("remedy")
            ),
            "withdraw": lambda: certificate.action_withdraw(reason, number),
            "cancel": lambda: certificate.action_cancel(reason),
        }
        if not certificate or step not in acts:
            return self._brand_home()
        refusal = self._brand_try(acts[step])
        if refusal:
            return self._brand_body_certificate_page(certificate, refusal=refusal, posted=post)
        return request.redirect(f"/my/brand/body/certificate/{certificate.id}")
