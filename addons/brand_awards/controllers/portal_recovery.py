from odoo import http
from odoo.http import request

from .portal_claims import BrandPortalClaims

_PAPER = "brand_awards.action_report_recovery"


class BrandPortalRecovery(BrandPortalClaims):
    """Money asked back from an enterprise: why, its statement, where to pay."""

    @http.route("/my/brand/recovery/<int:recovery_id>", type="http", auth="user", website=True)
    def brand_recovery(self, recovery_id, **kw):
        recovery = self._brand_own_recovery(recovery_id)
        return self._brand_recovery_page(recovery) if recovery else self._brand_home()

    @http.route(
        "/my/brand/recovery/<int:recovery_id>/statement",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def brand_recovery_statement(self, recovery_id, statement="", wants_hearing=None, **kw):
        """Hand in the statement; a refused one stays in the form."""
        recovery = self._brand_own_recovery(recovery_id)
        if not recovery:
            return self._brand_home()
        refusal = self._brand_try(lambda: recovery.action_state(statement, bool(wants_hearing)))
        if refusal:
            return self._brand_recovery_page(recovery, statement, wants_hearing, refusal)
        return request.redirect(recovery.access_url)

    @http.route(
        "/my/brand/recovery/<int:recovery_id>/letter", type="http", auth="user", website=True
    )
    def brand_recovery_letter(self, recovery_id, **kw):
        recovery = self._brand_own_recovery(recovery_id)
        if not recovery:
            return self._brand_home()
        # sudo: the letter names clause and office; access to the recovery was checked above
        return self._show_report(recovery.sudo(), "pdf", _PAPER, download=True)

    def _brand_own_recovery(self, recovery_id):
        recovery = self._brand_record("award.recovery", recovery_id)
        enterprise = request.env.user.partner_id.commercial_partner_id
        return recovery.filtered(lambda r: r.partner_id.commercial_partner_id == enterprise)

    def _brand_recovery_page(self, recovery, statement="", wants_hearing=None, refusal=None):
        return self._brand_page(
            "brand_awards.portal_recovery",
            crumbs=[(request.env._("Rewards"), "/my/brand/rewards"), (recovery.name, None)],
            recovery=recovery._portal_values(),
            statement=statement,
            wants_hearing=wants_hearing,
            refusal=refusal,
        )
