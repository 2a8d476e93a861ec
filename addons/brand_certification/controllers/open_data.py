"""The register as open data, the cities' public keys, and the description of both for machines."""

import json

from odoo import fields, http
from odoo.http import request

from ..models.brand_certificate_open_data import MAX_ROWS
from ..scheme import open_data
from .openapi import describe
from .public_page import (
    clean_query,
    etag_of,
    kept_by_caches,
    kept_for_strangers_only,
    public_env,
)
from .registry import chosen_filters, filter_arguments, register_domain, url_query

CSV_PATH = "/brand/certificates.csv"
METADATA_PATH = f"{CSV_PATH}-metadata.json"  # the place that CSV on the Web gives it
# A status may be this old in the file; whoever relies on one certificate verifies that one
CSV_SECONDS = 300
_FILE = {
    "type": "http",
    "auth": "public",
    "methods": ["GET"],
    "readonly": True,
    "save_session": False,
    "cors": "*",
}


class BrandOpenData(http.Controller):
    @http.route("/brand/openapi.json", **_FILE)
    def openapi(self, **_kwargs):
        """The OpenAPI 3.1 description of everything below that answers machines."""
        env = public_env()
        return self._json(describe(env, env["brand.certificate"].get_base_url()))

    @http.route("/brand/keys.json", **_FILE)
    def keys(self, **_kwargs):
        """Public keys of the cities, former ones too, by which QR codes and papers are checked."""
        return self._json(public_env()["brand.signing.key"]._public_key_set())

    @http.route(CSV_PATH, **_FILE)
    def certificates(self, q="", **kwargs):
        """What the register lists with the same filters, as one CSV file."""
        env = public_env()
        Certificate, domain, arguments = self._filtered(env, q, kwargs)
        count, changed, tag = Certificate._open_data_state(domain)
        if count > MAX_ROWS:
            return self._too_many(env)
        query = url_query(arguments)
        response = request.make_response(b"", [("Content-Type", "text/csv; charset=utf-8")])
        response.headers["Content-Disposition"] = (
            f'attachment; filename="certificates-{env["brand.workday"]._today()}.csv"'
        )
        response.headers["Link"] = (
            f'<{METADATA_PATH}{query}>; rel="describedby"; type="application/csvm+json",'
            ' </brand/open-data#terms>; rel="license"'
        )
        response.last_modified = changed
        if not request.httprequest.if_none_match.contains_weak(etag_of(tag)):
            response.set_data(Certificate._open_data_csv(domain))
        return kept_by_caches(response, tag, CSV_SECONDS)

    @http.route(METADATA_PATH, **_FILE)
    def metadata(self, q="", **kwargs):
        """Of the file with the same filters: columns, publishers, terms, date of state, rows."""
        env = public_env()
        Certificate, domain, arguments = self._filtered(env, q, kwargs)
        count, changed, _tag = Certificate._open_data_state(domain)
        # sudo: name and terms of a city are public
        cities = env["res.company"].sudo().browse(arguments.get("city", ())).exists()
        cities = cities or env["brand.program"].sudo().search([("state", "!=", "draft")]).company_id
        return self._json(
            {
                "@context": ["http://www.w3.org/ns/csvw", {"@language": "zh-CN"}],
                "url": f"{CSV_PATH}{url_query(arguments)}",
                "dc:title": env._("Register of brand certificates"),
                "dc:publisher": [city.name for city in cities],
                "dc:rights": list(dict.fromkeys(city._open_data_terms() for city in cities)),
                "dc:modified": f"{changed.isoformat()}Z",
                "dc:date": fields.Date.to_string(env["brand.workday"]._today()),
                "dc:extent": count,
                "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
                "tableSchema": {
                    "columns": [
                        {"name": name, "titles": title, "datatype": kind}
                        for name, (title, kind) in open_data.COLUMNS.items()
                    ],
                    "primaryKey": ["city", "number"],
                },
            },
            seconds=CSV_SECONDS,
        )

    @http.route(
        "/brand/open-data",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        readonly=True,
        save_session=False,
        sitemap=True,
    )
    def page(self, **_kwargs):
        """For people of banks and procurement: how to check a certificate, by hand or by system."""
        env = request.env
        # sudo: terms are public
        cities = env["brand.program"].sudo().search([("state", "!=", "draft")]).company_id
        response = request.render(
            "brand_certification.public_open_data",
            {
                "title": env._("Data and interfaces"),
                "public_page": "registry",
                "city": env.company._public_values(),
                "base": env["brand.certificate"].get_base_url(),
                "statuses": self._statuses(env),
                "terms": [
                    ("、".join(group.mapped("name")), text)
                    for text, group in cities.grouped(lambda city: city._open_data_terms()).items()
                ],
                "office": env["brand.program"]._public_offices(),
                "columns": "、".join(title for title, _kind in open_data.COLUMNS.values()),
            },
        )
        response.flatten()
        return kept_for_strangers_only(response)

    # -- helpers -------------------------------------------------------------------------------

    def _filtered(self, env, q, kwargs):
        query, chosen = clean_query(q), chosen_filters(kwargs)
        Certificate = env["brand.certificate"]
        domain = Certificate._public_domain() & register_domain(query, chosen)
        return Certificate, domain, filter_arguments(query, chosen)

    def _statuses(self, env):
        """``[(code, word, what to do)]`` of each status."""
        _, word = env._, env["brand.certificate"]._public_word
        advice = {
            "valid": _("Accept it; keep the answer with its time as evidence."),
            "suspended": _("Do not accept it until it is restored."),
            "withdrawn": _("Do not accept it: the certification was taken away."),
            "cancelled": _("Do not accept it: the certification has ended without a sanction."),
            "expired": _("Do not accept it: the term is over."),
            "upcoming": _("Do not accept it yet: its term has not begun."),
            "unknown": _("Compare the number with the certificate, then ask the office."),
        }
        return [(code, word(code), text) for code, text in advice.items()]

    def _too_many(self, env):
        text = env._(
            "The file would have more than %s rows. Please ask for one city, programme or status.",
            f"{MAX_ROWS:,}",
        )
        response = request.make_response(
            text, [("Content-Type", "text/plain; charset=utf-8")], status=413
        )
        return kept_by_caches(response)

    def _json(self, values, seconds=CSV_SECONDS):
        body = json.dumps(values, ensure_ascii=False)
        response = request.make_response(
            body.encode(), [("Content-Type", "application/json; charset=utf-8")]
        )
        return kept_by_caches(response, body, seconds)
