"""The register of certificates: search box first, filters as links, cards or a list."""

import re

from werkzeug.urls import url_encode

from odoo import http
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager as portal_pager

from ..scheme import numbering
from .public_page import PUBLIC_PAGE, clean_query, kept_for_strangers_only, positive_int

PAGE_SIZE = 20
STATUSES = ("valid", "suspended", "withdrawn", "cancelled", "expired")
FILTERS = ("city", "program", "level", "district", "status")


def chosen_filters(arguments):
    """Filters of the register by name, from an address; what makes no sense there is left out."""
    chosen = {name: positive_int(arguments.get(name)) for name in FILTERS if name != "status"}
    status = arguments.get("status")
    return {**chosen, "status": status if status in STATUSES else ""}


def filter_arguments(query, chosen):
    """What an address says of search text and filters."""
    return {name: value for name, value in {"q": query, **chosen}.items() if value}


def url_query(arguments):
    return f"?{url_encode(arguments)}" if arguments else ""


def register_domain(query, chosen):
    """Certificates with these words and filters, on top of ``_public_domain``."""
    fields = {
        "city": "company_id",
        "program": "program_id",
        "level": "level_id",
        "district": "district_id",
        "status": "status",
    }
    domain = Domain.AND(
        Domain(field, "=", chosen[name]) for name, field in fields.items() if chosen[name]
    )
    if query:
        text = _literally(query)
        words = Domain("holder_name", "ilike", text) | Domain("product_name", "ilike", text)
        key, _version = numbering.split_version(query)
        if key:
            words |= Domain("number_key", "=like", f"{_literally(key)}%")
        domain &= words
    return domain


def _literally(text):
    """``%`` and ``_`` as typed, not as patterns."""
    return re.sub(r"([\\%_])", r"\\\1", text)


class BrandRegistry(http.Controller):
    """Lists what stands on the face of certificates, their newest versions, and nothing else."""

    @http.route(
        ["/brand/registry", "/brand/registry/page/<int:page>"],
        **PUBLIC_PAGE,
        sitemap=True,
    )
    def registry(self, page=1, q="", **kwargs):
        query, chosen = clean_query(q), chosen_filters(kwargs)
        # sudo: the register is public; _public_summary() limits what is told of it
        Certificate = request.env["brand.certificate"].sudo()
        domain = Certificate._public_domain() & register_domain(query, chosen)
        total = Certificate.search_count(domain)
        arguments = filter_arguments(query, chosen)
        pager = portal_pager(
            "/brand/registry", total, page=page, step=PAGE_SIZE, url_args=arguments
        )
        found = Certificate.search(domain, limit=PAGE_SIZE, offset=max(pager["offset"], 0))
        response = request.render(
            "brand_certification.public_registry",
            {
                "title": request.env._("Register of certificates"),
                "city": request.env.company._public_values(),
                "public_page": "registry",
                "query": query,
                "chosen": chosen,
                "arguments": arguments,
                "chips": self._chips(chosen, arguments),
                "certificates": found._public_summary(),
                "total": total,
                "texts": {
                    "count": request.env._("%s certificates found", total),
                    "valid_to": request.env._("Valid to"),
                },
                "pager": pager,
                "csv_url": f"/brand/certificates.csv{url_query(arguments)}",
                "date": request.env["ir.actions.report"]._paper_date,
            },
        )
        response.flatten()
        return kept_for_strangers_only(response)

    # -- filters -------------------------------------------------------------------------------

    def _chips(self, chosen, arguments):
        """Rows of links: ``[(label, [{text, url, is_on}])]``; a row with one choice is left out."""
        env, _ = request.env, request.env._
        # sudo: names of programmes, levels and districts are public
        programs = env["brand.program"].sudo().search([("state", "!=", "draft")])
        cities = programs.company_id
        if chosen["city"]:
            programs = programs.filtered(lambda p: p.company_id.id == chosen["city"])
        program = programs.filtered(lambda p: p.id == chosen["program"])
        levels = (program or programs if len(programs) == 1 else program).level_ids
        companies = (program or programs).company_id
        districts = env["brand.district"].sudo()
        if len(companies) == 1:
            districts = districts.search([("company_id", "=", companies.id)])
        word = env["brand.certificate"]._public_word
        rows = [
            ("city", _("City"), [(c.id, c.name) for c in cities]),
            ("program", _("Programme"), [(p.id, p.display_name) for p in programs]),
            ("level", _("Level"), [(level.id, level.name) for level in levels]),
            ("district", _("District or county"), [(d.id, d.name) for d in districts]),
            ("status", _("Status today"), [(status, word(status)) for status in STATUSES]),
        ]
        return [
            (label, self._row(name, choices, chosen[name], arguments))
            for name, label, choices in rows
            if len(choices) > 1 or chosen[name]
        ]

    def _row(self, name, choices, current, arguments):
        # Another programme has other levels, another city other districts
        dropped = {"city": ("program", "level", "district"), "program": ("level",)}.get(name, ())
        rest = {k: v for k, v in arguments.items() if k != name and k not in dropped}

        def link(value, text):
            wanted = {**rest, name: value} if value else rest
            return {
                "text": text,
                "url": f"/brand/registry{url_query(wanted)}",
                "is_on": value == current if current else not value,
            }

        return [link(0, request.env._("Show all")), *(link(value, text) for value, text in choices)]
