"""Verification: what a certificate is worth today, for anybody who holds its number or QR code."""

import json

from werkzeug.urls import url_join

from odoo import fields, http
from odoo.http import request

from .check import check_data
from .public_page import clean_query, kept_by_caches, public_env

_ROUTE = {
    "type": "http",
    "auth": "public",
    "methods": ["GET"],
    "readonly": True,
    "save_session": False,
}


class BrandVerify(http.Controller):
    """Pages stand alone (own small style sheet, no framework, no session), so that they load in a
    shop by a phone, can be kept by a proxy, and are never personal. The answer needs no script; one
    small script of ours beside it checks the signature that stands behind # in the code's link."""

    @http.route("/brand/verify", **_ROUTE)
    def verify_number(self, q="", **_kwargs):
        env, query = public_env(), clean_query(q)
        answers = self._answers(env, query)
        if len(answers) > 1:
            return self._page(env, {"query": query, "choices": answers})
        return self._page(
            env,
            {
                "query": query,
                "answer": answers[0] if answers else self._unknown(env) if query else None,
            },
        )

    @http.route("/brand/verify/<string:token>", **_ROUTE)
    def verify_token(self, token, **_kwargs):
        env = public_env()
        certificate = env["brand.certificate"]._public_find_by_token(token)
        if not certificate:
            return self._page(env, {"answer": self._unknown(env)}, status=404)
        return self._page(env, {"answer": certificate._public_values()})

    @http.route("/brand/verify.json", **_ROUTE, cors="*")
    def verify_number_json(self, q="", **_kwargs):
        env, query = public_env(), clean_query(q)
        answers = self._answers(env, query)
        if not answers:
            return self._json({"query": query, "count": 0, "results": []})
        results = [self._json_values(answer) for answer in answers]
        return self._json({"query": query, "count": len(results), "results": results})

    @http.route("/brand/verify/<string:token>.json", **_ROUTE, cors="*")
    def verify_token_json(self, token, **_kwargs):
        env = public_env()
        certificate = env["brand.certificate"]._public_find_by_token(token)
        if not certificate:
            return self._json(self._json_values(self._unknown(env)), status=404)
        return self._json(self._json_values(certificate._public_values()))

    # -- answers -------------------------------------------------------------------------------

    def _answers(self, env, query):
        found = env["brand.certificate"]._public_find(query) if query else ()
        return [certificate._public_values() for certificate in found]

    def _unknown(self, env):
        """Not found, which is not the same as forged: says how to ask."""
        return {
            "status": "unknown",
            "status_word": env["brand.certificate"]._public_word("unknown"),
            "meaning": env._(
                "The register has no certificate with this number. That does not mean that it is"
                " forged: the number may be mistyped, or belong to another city. Please compare it"
                " with the certificate, or ask the office."
            ),
            "offices": env["brand.program"]._public_offices(),
        }

    def _page(self, env, values, status=200):
        answer = values.get("answer") or {}
        now = fields.Datetime.now()
        checked = env["ir.actions.report"]._paper_datetime(now)
        certificate = answer.get("number")
        title = env._("Certificate verification")
        values = {
            "query": "",
            "choices": [],
            "answer": None,
            **values,
            "texts": self._texts(env, values.get("query", ""), answer, checked),
            "title": f"{answer['status_word']} {certificate} - {title}" if certificate else title,
            "city": answer.get("city") or env.company._public_values(),
            "checked": checked,
            "html_lang": env.lang.replace("_", "-"),
            "date": env["ir.actions.report"]._paper_date,
            "check_data": check_data(env) if certificate else "",
        }
        html = env["ir.qweb"]._render("brand_certification.public_verify", values)
        response = request.make_response(
            html, [("Content-Type", "text/html; charset=utf-8")], status=status
        )
        return kept_by_caches(response, html.replace(checked, ""))

    def _texts(self, env, query, answer, checked):
        """Sentences of the page: whole, so that each language orders its words."""
        _ = env._
        texts = {
            "skip": _("Skip to the answer"),
            "lead": _(
                "Enter the number that stands on the certificate, or scan its QR code with a phone."
                " You see at once what the certificate is worth today."
            ),
            "hint": _(
                "Capitals or small letters, blanks and full-width characters make no difference."
                " The whole number is needed."
            ),
            "asked": _("You asked for: %s", query),
            "offline": _("No network, or a code in hand? Check its signature without network"),
        }
        return texts | self._texts_of_paper(env, answer, checked) if answer.get("number") else texts

    def _texts_of_paper(self, env, answer, checked):
        """Sentences about the certificate that was asked for."""
        _, date = env._, env["ir.actions.report"]._paper_date
        newest, facts = answer["newest"], {**answer, "city": answer["city"]["name"]}
        return {
            "asked": _("Certificate %s today:", newest["number"]),
            "replaced": _(
                "It is version %(version)s. On %(date)s it was replaced by version %(newest)s, and"
                " only that one counts.",
                version=facts["version"],
                date=date(newest["date_issue"]),
                newest=newest["version"],
            ),
            "uscc": _("Unified social credit code %s", facts["uscc"]),
            "model": _("Model %s", facts["model"]),
            "number": _(
                "%(number)s (version %(version)s)", number=facts["number"], version=facts["version"]
            ),
            "validity": _(
                "from %(start)s to %(end)s",
                start=date(facts["date_start"]),
                end=date(facts["date_end"]),
            ),
            "issued": _("Issued on %s", date(facts["date_issue"])),
            "check": _(
                "The status in the register of %(city)s, online, on %(moment)s (Beijing time)."
                " The signature of a code is checked by the phone that scans it.",
                city=facts["city"],
                moment=checked,
            ),
        }

    # -- JSON ----------------------------------------------------------------------------------

    def _json_values(self, answer):
        """The answer for machines: the public values without what only a page needs."""
        values = {key: value for key, value in answer.items() if key not in ("city", "path")}
        if "city" in answer:
            values["city"] = answer["city"]["name"]
            base = request.env["brand.certificate"].get_base_url()
            values["url"] = url_join(base, answer["path"])
        return values

    def _json(self, values, status=200):
        body = json.dumps(values, ensure_ascii=False, default=fields.Date.to_string)
        now = fields.Datetime.now().isoformat(timespec="seconds") + "Z"
        complete = {**values, "checked": "online", "checked_at": now}
        # Not make_json_response: it counts characters as bytes, so Chinese answers are cut short
        response = request.make_response(
            json.dumps(complete, ensure_ascii=False, default=fields.Date.to_string).encode(),
            [("Content-Type", "application/json; charset=utf-8")],
            status=status,
        )
        return kept_by_caches(response, body)
