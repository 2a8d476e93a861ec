from odoo import http
from odoo.http import request

from odoo.addons.brand_certification.controllers.application_form import Field
from odoo.addons.brand_certification.controllers.portal_base import UPLOAD
from odoo.addons.brand_certification.models.file_mixin import ALLOWED_TYPES, MAX_FILE_MIB

from ..models.award_claim_portal import MAX_CHARS
from ..models.award_recognition_declared import DECLARED
from .portal_claims import BrandPortalClaims


class BrandPortalHonours(BrandPortalClaims):
    """An enterprise declares an honour that the city does not know yet, with its proof."""

    @http.route("/my/brand/honour", methods=["GET", "POST"], **UPLOAD)
    def brand_honour(self, **post):
        """The form, and its answers; what was typed stays where something is wrong."""
        Recognition = request.env["award.recognition"]
        if "enterprise" not in request.env["brand.portal"]._roles():
            return self._brand_home()
        if request.httprequest.method == "GET":
            return self._brand_honour_page({})
        answers = {name: post.get(name, "")[:MAX_CHARS] for name in DECLARED}
        files = self._brand_files("proof")
        errors = Recognition._portal_declaration_errors(answers, files)
        if not errors:
            refusal = self._brand_try(lambda: Recognition._portal_declare(answers, files))
            if not refusal:
                return request.redirect("/my/brand/rewards?declared=1#brand_honours")
            errors = {"proof": [refusal]}
        return self._brand_honour_page(answers, errors)

    @http.route(
        "/my/brand/honour/<int:recognition_id>/take-back",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def brand_honour_take_back(self, recognition_id, **post):
        if "enterprise" not in request.env["brand.portal"]._roles():
            return self._brand_home()
        Recognition = request.env["award.recognition"]
        refusal = self._brand_try(lambda: Recognition._portal_take_back(recognition_id))
        if refusal:
            return self._brand_rewards_page(refusal=refusal)
        return request.redirect("/my/brand/rewards#brand_honours")

    def _brand_honour_page(self, answers, errors=None):
        _ = request.env._
        return self._brand_page(
            "brand_awards.portal_honour",
            crumbs=[(_("Rewards"), "/my/brand/rewards"), (_("Declare an honour"), None)],
            questions=declaration_fields(request.env),
            options={"honour_id": request.env["award.recognition"]._portal_honours()},
            answers=answers,
            errors=errors or {},
            told={},
            allowed_types=", ".join(ALLOWED_TYPES.values()),
            accept=",".join(f".{ending.lower()}" for ending in ALLOWED_TYPES.values()) + ",.jpeg",
            max_mib=MAX_FILE_MIB,
            max_chars=MAX_CHARS,
        )


def declaration_fields(env):
    """Questions about an honour, beside its proof."""
    _ = env._
    return (
        Field(
            "honour_id",
            1,
            _("Which honour?"),
            _("If it is not on the list, no policy of the city speaks of it; ask the office."),
            kind="select",
        ),
        Field(
            "item_name",
            1,
            _("For what"),
            _("The product, project or brand that it was given for, if it names one."),
            is_optional=True,
        ),
        Field(
            "date",
            1,
            _("Awarded on"),
            _("The date of the document that awards it."),
            attributes=(("type", "date"),),
        ),
        Field(
            "document_no",
            1,
            _("Document number"),
            _("Of the document that awards it, or of the certificate."),
            attributes=(("autocomplete", "off"),),
        ),
    )
