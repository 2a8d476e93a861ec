"""Translations that pages of the portal load."""

from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _get_translation_frontend_modules_name(cls):
        """The words of our scripts reach portal and public pages in the visitor's language."""
        return ["brand_certification", *super()._get_translation_frontend_modules_name()]
