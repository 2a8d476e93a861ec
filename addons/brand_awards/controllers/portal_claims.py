from odoo import http
from odoo.http import request

from odoo.addons.brand_certification.controllers.application_form import Field
from odoo.addons.brand_certification.controllers.portal_home import BrandPortalHome

from ..models.award_claim_portal import ACCOUNT_FIELDS, MAX_CHARS, NEW_ACCOUNT

_NOTICE = "brand_awards.action_report_award_notice"


class BrandPortalClaims(BrandPortalHome):
    """Rewards of an enterprise: what waits, what was paid, why, and the account to be confirmed."""

    # -- home ----------------------------------------------------------------------------------

    def _brand_home_values(self):
        values = super()._brand_home_values()
        if "enterprise" in values["brand_roles"]:
            values |= self._brand_money_values()
        return values

    def _brand_overview_page(self, refusal=None):
        response = super()._brand_overview_page(refusal)
        response.qcontext.update(self._brand_money_values())
        return response

    def _brand_money_values(self):
        return {"brand_money": request.env["award.claim"]._portal_money()}

    # -- list ----------------------------------------------------------------------------------

    @http.route("/my/brand/rewards", type="http", auth="user", website=True)
    def brand_rewards(self, **kw):
        if "enterprise" not in request.env["brand.portal"]._roles():
            return self._brand_home()
        return self._brand_rewards_page(declared=bool(kw.get("declared")))

    def _brand_rewards_page(self, declared=False, refusal=None):
        rows = request.env["award.claim"]._portal_own()._portal_rows()
        running = [row for row in rows if row["is_open"] and not row["is_to_apply"]]
        return self._brand_page(
            "brand_awards.portal_rewards",
            crumbs=[(request.env._("Rewards"), None)],
            to_apply=[row for row in rows if row["is_to_apply"]],
            waiting=running,
            ended=[row for row in rows if not row["is_open"]],
            refusals=request.env["award.decision"]._portal_refusals(),
            honours=request.env["award.recognition"]._portal_rows(),
            may_declare=bool(request.env["award.recognition"]._portal_honours()),
            declared=declared,
            refusal=refusal,
            **self._brand_money_values(),
        )

    # -- one reward ----------------------------------------------------------------------------

    @http.route("/my/brand/reward/<int:claim_id>", type="http", auth="user", website=True)
    def brand_reward(self, claim_id, **kw):
        claim = self._brand_own_claim(claim_id)
        if not claim:
            return self._brand_home()
        return self._brand_reward_page(claim, handed_in=bool(kw.get("handed_in")))

    @http.route(
        "/my/brand/reward/<int:claim_id>/account",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def brand_reward_account(self, claim_id, **post):
        """Confirm an account; works as a plain form, what was typed stays."""
        claim = self._brand_own_claim(claim_id)
        if not claim:
            return self._brand_home()
        names = ("account", *ACCOUNT_FIELDS)
        answers = {name: post.get(name, "")[:MAX_CHARS] for name in names}
        errors = claim._portal_account_errors(answers) if claim._portal_may_confirm() else {}
        refusal = None
        if not errors:
            refusal = self._brand_try(lambda: claim._portal_confirm_account(answers))
            if not refusal:
                return request.redirect(f"{claim.access_url}#account")
        return self._brand_reward_page(claim, answers=answers, errors=errors, refusal=refusal)

    @http.route("/my/brand/reward/<int:claim_id>/notice", type="http", auth="user", website=True)
    def brand_reward_notice(self, claim_id, **kw):
        claim = self._brand_own_claim(claim_id)
        if not claim or not claim._portal_amount_is_known():
            return self._brand_home()
        # sudo: the paper names clause and office; access to the claim was checked above
        return self._show_report(claim.sudo(), "pdf", _NOTICE, download=True)

    def _brand_own_claim(self, claim_id):
        """The claim if it is of the current user's enterprise, else an empty one."""
        claim = self._brand_record("award.claim", claim_id)
        enterprise = request.env.user.partner_id.commercial_partner_id
        return claim.filtered(lambda c: c.partner_id.commercial_partner_id == enterprise)

    def _brand_reward_page(self, claim, answers=None, errors=None, refusal=None, handed_in=False):
        accounts = claim._portal_accounts()
        return self._brand_page(
            "brand_awards.portal_reward",
            crumbs=[(request.env._("Rewards"), "/my/brand/rewards"), (claim.name, None)],
            claim=claim,
            row=claim._portal_rows()[0],
            amount_capitals=claim._portal_amount_capitals(),
            amount_is_known=claim._portal_amount_is_known(),
            reasons=claim._portal_decision(),
            steps=claim._portal_steps(),
            waits=claim._portal_waits(),
            reason=claim._portal_reason(),
            may_confirm=claim._portal_may_confirm(),
            history=claim._apply_history(),
            may_withdraw=claim._apply_may_withdraw(),
            accounts=accounts,
            new_account=NEW_ACCOUNT,
            questions=account_fields(request.env),
            answers=answers or claim._portal_account_answers(accounts),
            errors=errors or {},
            max_chars=MAX_CHARS,
            refusal=refusal,
            handed_in=handed_in and claim.state == "submitted",
        )


def account_fields(env):
    """Questions about an account that is entered anew."""
    _ = env._
    digits = (("inputmode", "numeric"), ("autocomplete", "off"), ("spellcheck", "false"))
    return (
        Field(
            "holder",
            1,
            _("Account holder"),
            _("The full name of your enterprise, as the bank has it."),
            attributes=(("autocomplete", "organization"),),
        ),
        Field(
            "number",
            1,
            _("Account number"),
            _("Digits as on the account licence, for example 1307 0100 0920 0123 456."),
            attributes=digits,
        ),
        Field(
            "bank",
            1,
            _("Bank and branch"),
            _("For example: Industrial and Commercial Bank of China, Wuhu Yijiang branch."),
            attributes=(("autocomplete", "off"),),
        ),
        Field(
            "cnaps",
            1,
            _("CNAPS code"),
            _("The 12 digits that name the branch in interbank payments; your bank tells you."),
            attributes=digits,
        ),
    )
