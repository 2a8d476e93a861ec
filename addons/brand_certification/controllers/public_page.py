"""What the public pages have in common: language, search text, answers that may be kept."""

import hashlib

from odoo.http import request

# Public pages tell the same to everybody, so caches may keep them for this many seconds
PUBLIC_SECONDS = 60
MAX_QUERY = 80

# Options of the routes of public files and public pages: read by anybody, from a replica, no session
PUBLIC_FILE = {
    "type": "http",
    "auth": "public",
    "methods": ["GET"],
    "readonly": True,
    "save_session": False,
}
PUBLIC_PAGE = {**PUBLIC_FILE, "website": True}


def public_env():
    """Environment of a stranger, whoever is logged in: public pages are the same for everybody.

    The language is the browser's if it is installed, else the city's first; not the user's.
    """
    env = request.env(user=request.env.ref("base.public_user").id, su=False)
    installed = dict(env["res.lang"].get_installed())
    default = env["ir.default"].sudo()._get("res.partner", "lang")
    for lang in (request.best_lang, default, "zh_CN"):
        if lang in installed:
            break
    else:
        lang = next(iter(installed))
    return env(context={"lang": lang, "tz": "Asia/Shanghai"})


def clean_query(text):
    """What was typed into a search box, cut to a sensible length."""
    return (text or "").strip()[:MAX_QUERY]


def positive_int(text):
    """A number in an address, or 0: nothing that is typed there may raise."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def etag_of(text):
    """Tag of an answer that is made of this text."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def kept_by_caches(response, etag_text=None, seconds=PUBLIC_SECONDS):
    """Let browsers and the proxy keep the answer for a minute, and ask again by its ETag.

    :param etag_text: the content without what changes by itself, such as the time of the check
    """
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    response.headers["Vary"] = "Accept-Language"
    if etag_text is not None:
        response.set_etag(etag_of(etag_text), weak=True)
        response.make_conditional(request.httprequest)
    return response


def kept_for_strangers_only(response):
    """The same for pages in the portal's layout, which shows who is logged in.

    The language cookie of frontend pages is not set: an answer with a cookie cannot be shared.
    """
    if request.session.uid:
        response.headers["Cache-Control"] = "private, no-store"
        return response
    request.future_response.headers.remove("Set-Cookie")
    return kept_by_caches(response)
