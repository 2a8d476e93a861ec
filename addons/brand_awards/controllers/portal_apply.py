from odoo import fields, http
from odoo.http import request

from odoo.addons.brand_certification.controllers.application_form import Field
from odoo.addons.brand_certification.controllers.portal_base import UPLOAD
from odoo.addons.brand_certification.models.file_mixin import ALLOWED_TYPES, MAX_FILE_MIB

from ..models.award_claim_apply_portal import ACCOUNT_ANSWERS, MAX_TEXT
from ..models.award_claim_portal import MAX_CHARS, NEW_ACCOUNT
from .portal_claims import BrandPortalClaims, account_fields

_REWARD = "/my/brand/reward/<int:claim_id>"


class BrandPortalApply(BrandPortalClaims):
    """An enterprise applies for a reward: one form with proof, saved as it is filled in."""

    @http.route(f"{_REWARD}/apply", type="http", auth="user", methods=["GET", "POST"], website=True)
    def brand_reward_apply(self, claim_id, **post):
        claim = self._brand_own_claim(claim_id)
        if not claim:
            return self._brand_home()
        if request.httprequest.method == "GET":
            if not claim._apply_is_editable():
                return request.redirect(claim.access_url)
            return self._brand_apply_page(claim)
        errors = self._brand_save_answers(claim, post)
        if post.get("go") != "submit":
            return (
                self._brand_apply_page(claim, posted=post, errors=errors)
                if errors
                else request.redirect(claim.access_url)
            )
        return self._brand_hand_in(claim, post, errors)

    def _brand_save_answers(self, claim, post):
        """Save every answer that can be; ``{name: [text]}`` of those that cannot."""
        # a box that is not ticked is not sent
        sent = {"declaration_accepted": "", **post}
        errors = {}
        for name in (*(field.name for field in application_fields(request.env)), *ACCOUNT_ANSWERS):
            if name in sent:
                error = self._brand_try(lambda n=name: claim._apply_save(n, sent[n]))
                if error:
                    errors[name] = [error]
        return errors

    def _brand_hand_in(self, claim, post, errors):
        """Hand it in; what is lacking is told at once, and what was typed stays in the draft."""
        if claim._apply_is_editable():
            errors = {**claim._apply_lacking(), **errors}
        refusal = None
        if not errors:
            refusal = self._brand_try(claim.action_submit)
            if not refusal:
                return request.redirect(f"{claim.access_url}?handed_in=1")
        if not claim._apply_is_editable():
            # somebody else of the enterprise was faster
            return self._brand_reward_page(
                claim, refusal=refusal or " ".join(sum(errors.values(), []))
            )
        return self._brand_apply_page(claim, posted=post, errors=errors, refusal=refusal)

    def _brand_apply_page(self, claim, posted=None, errors=None, refusal=None):
        row, accounts = claim._portal_rows()[0], claim._portal_accounts()
        answers = {**claim._apply_answers(), **(posted or {})}
        return self._brand_page(
            "brand_awards.portal_apply",
            crumbs=[
                (request.env._("Rewards"), "/my/brand/rewards"),
                (claim.name, claim.access_url),
                (row["apply_button"], None),
            ],
            claim=claim,
            application=claim,
            row=row,
            reasons=claim._portal_decision(),
            questions=application_fields(request.env),
            account_questions=account_fields(request.env),
            accounts=accounts,
            new_account=NEW_ACCOUNT,
            answers=answers,
            chosen=answers.get("account") or NEW_ACCOUNT,
            errors=errors or {},
            told=claim._apply_told(),
            options={},
            template_base="/my/brand/reward/template",
            file_base="/my/brand/reward/proof",
            allowed_types=", ".join(ALLOWED_TYPES.values()),
            accept=",".join(f".{ending.lower()}" for ending in ALLOWED_TYPES.values()) + ",.jpeg",
            max_mib=MAX_FILE_MIB,
            max_chars=MAX_CHARS,
            max_text=MAX_TEXT,
            refusal=refusal,
        )

    @http.route(f"{_REWARD}/save", type="jsonrpc", auth="user", website=True)
    def brand_reward_save(self, claim_id, name, value=None):
        """Save one answer as the field is left: ``{saved: "10:32"}`` or ``{error: text}``."""
        claim = self._brand_own_claim(claim_id)
        if not claim:
            return {"error": request.env._("This reward is not yours.")}
        error = self._brand_try(lambda: claim._apply_save(name, value))
        if error:
            return {"error": error}
        return {"saved": request.env["brand.portal"]._clock(fields.Datetime.now())}

    # -- proof ---------------------------------------------------------------------------------

    @http.route(
        f"{_REWARD}/document/<int:document_id>",
        methods=["POST"],
        **UPLOAD,
    )
    def brand_reward_upload(self, claim_id, document_id, **post):
        """Store or replace the file of one row; works as a plain form too."""
        claim = self._brand_own_claim(claim_id)
        document = claim.document_ids.filtered(lambda d: d.id == document_id)
        if not document:
            return self._brand_home()
        refusal = self._brand_put_file(document, post)
        if refusal and not claim._apply_is_editable():
            return self._brand_reward_page(claim, refusal=refusal)
        if refusal:
            errors = {f"document_{document.id}": [refusal]}
            return self._brand_apply_page(claim, errors=errors)
        return request.redirect(f"{claim.access_url}/apply#document_{document.id}")

    @http.route(
        "/my/brand/reward/proof/<int:document_id>",
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def brand_reward_proof(self, document_id, **kw):
        """An uploaded file, for whoever may read it."""
        document = self._brand_record("award.claim.document", document_id)
        if not document or not document.sha256:
            return self._brand_home()
        return self._brand_file_response(document)

    @http.route(
        "/my/brand/reward/template/<int:type_id>",
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def brand_reward_template(self, type_id, **kw):
        """The form to fill in for a document of proof."""
        kind = self._brand_record("award.rule.document", type_id)
        if not kind or not kind.template:
            return self._brand_home()
        stream = request.env["ir.binary"]._get_stream_from(
            kind, "template", filename=kind.template_name or kind.name
        )
        return stream.get_response(as_attachment=True)

    # -- withdrawal ----------------------------------------------------------------------------

    @http.route(f"{_REWARD}/withdraw", type="http", auth="user", methods=["POST"], website=True)
    def brand_reward_withdraw(self, claim_id, reason="", **post):
        claim = self._brand_own_claim(claim_id)
        if not claim:
            return self._brand_home()
        refusal = self._brand_try(lambda: claim.action_withdraw(reason[:MAX_TEXT]))
        if refusal:
            return self._brand_reward_page(claim, refusal=refusal)
        return request.redirect(claim.access_url)


def application_fields(env):
    """Questions of an application for a reward, beside its proof and its account."""
    _ = env._
    return (
        Field(
            "statement",
            1,
            _("Why you apply"),
            _("In a few sentences: what was awarded, when, and what you have done since."),
            kind="text",
        ),
        Field("contact_name", 1, _("Contact"), _("Who answers questions about this application.")),
        Field(
            "contact_phone",
            1,
            _("Contact phone"),
            _("Mobile or landline with area code, for example 0553-1234567."),
            attributes=(("type", "tel"), ("autocomplete", "tel")),
        ),
        Field(
            "declaration_accepted",
            2,
            _(
                "We declare that all statements and proof are true, and that we did not receive this"
                " reward from another authority before."
            ),
            _("False statements lead to refusal and to the recovery of money paid."),
            kind="bool",
        ),
    )
