"""Translations that pages of the portal load, and what pages of ours refuse."""

from werkzeug.exceptions import BadRequest

from odoo import models
from odoo.http import request

_OUR_PAGES = ("/brand", "/my/brand")
_NUL = "\x00"  # no text of a form or an address holds it, and the database cannot


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _get_translation_frontend_modules_name(cls):
        """The words of our scripts reach portal and public pages in the visitor's language."""
        return ["brand_certification", *super()._get_translation_frontend_modules_name()]

    @classmethod
    def _pre_dispatch(cls, rule, args):
        """Refuse what no form sends before it reaches the database as an error of ours."""
        result = super()._pre_dispatch(rule, args)
        if request.httprequest.path.startswith(_OUR_PAGES):
            given = [*args.values(), *request.httprequest.values.values()]
            if any(isinstance(text, str) and _NUL in text for text in given):
                raise BadRequest()
        return result
