"""The page that checks a certificate's code by its signature, also without network."""

from markupsafe import Markup

from odoo import http
from odoo.http import request
from odoo.tools import file_open
from odoo.tools.json import scriptsafe

from .public_page import kept_by_caches, public_env

_SCRIPTS = "brand_certification/static/src/js"
_ROUTE = {
    "type": "http",
    "auth": "public",
    "methods": ["GET"],
    "readonly": True,
    "save_session": False,
}


def check_data(env):
    """Keys and words for the script, as a text that may stand in a script element."""
    return scriptsafe.dumps(
        {
            "base": env["brand.certificate"].get_base_url(),
            "keys": env["brand.signing.key"]._public_keys(),
            "words": _words(env),
        }
    )


def _words(env):
    _ = env._
    return {
        "title": _("Signature of the code"),
        "good": _("Signature checked (without network): these words were signed by {city}."),
        "forged": _(
            "The signature is NOT valid: the code is forged or damaged. Do not trust this paper."
        ),
        "foreign": _(
            "The key {key} is not known here: this page cannot tell whether the code is genuine."
        ),
        "none": _("This code carries no signature."),
        "unable": _("This browser cannot check signatures; open the page by https."),
        "trial": _("The key is one for trying out: nobody vouches for this certificate."),
        "number": _("Certificate No. {number}, version {version}"),
        "holder": _("Holder: {holder}"),
        "product": _("Product: {product}"),
        "term": _("Term of validity: {start} to {end}"),
        "day": _("{y}-{m}-{d}"),
        "asked": _("Status asked online at {now}: {word}"),
        "other": _(
            "Status asked online: the register answers for ANOTHER certificate. The code"
            " was put together from two; do not trust it."
        ),
        "replaced": _("Status asked online: this paper was replaced; only {newest} counts."),
        "missing": _("Status asked online: the register has no certificate like this."),
        "offline": _(
            "Status not asked: no network. Whether the certificate was suspended or"
            " withdrawn since is not known."
        ),
    }


class BrandCheck(http.Controller):
    """One page with all that it needs, which may be saved, and the worker that keeps it."""

    @http.route("/brand/check", **_ROUTE)
    def check(self, **_kwargs):
        env = public_env()
        with file_open(f"{_SCRIPTS}/certificate_check.js") as file:
            script = file.read()
        html = env["ir.qweb"]._render(
            "brand_certification.public_check",
            {
                "html_lang": env.lang.replace("_", "-"),
                "title": env._("Check a certificate without network"),
                "city": env.company._public_values(),
                "ways": {
                    "/brand/verify": env._("Verify a certificate"),
                    "/brand/registry": env._("Register of certificates"),
                    "/brand/open-data": env._("Data and interfaces"),
                },
                "lead": env._(
                    "Scan the code on a certificate with this phone, or put its link here. The"
                    " signature is checked by this page itself; it may be saved and works without"
                    " network."
                ),
                "label": env._("Link of the code"),
                "button": env._("Check now"),
                "data": check_data(env),
                "script": Markup(script),  # noqa: S704 -- our own file
            },
        )
        response = request.make_response(html, [("Content-Type", "text/html; charset=utf-8")])
        return kept_by_caches(response, str(html))

    @http.route("/brand/check-worker.js", **_ROUTE)
    def worker(self, **_kwargs):
        with file_open(f"{_SCRIPTS}/check_worker.js") as file:
            script = file.read()
        response = request.make_response(
            script, [("Content-Type", "text/javascript; charset=utf-8")]
        )
        return kept_by_caches(response, script)
