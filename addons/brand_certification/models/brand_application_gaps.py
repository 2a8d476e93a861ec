"""What an application lacks: told at once, answered before it is begun, asked again at each gate."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from odoo import models

from ..scheme import gaps, workdays

REQUIRED_FIELDS = (
    "product_id",
    "level_id",
    "contact_name",
    "contact_phone",
    "advantage",
    "market_position",
    "quality_system",
    "declared_by",
)


class BrandApplication(models.Model):
    _inherit = "brand.application"

    def _gaps(self):
        """All that keeps the file from being submitted, at once: ``[(field or document, text)]``."""
        self.ensure_one()
        return [
            (gap.params.get("key", gap.code), self._gap_text(gap))
            for gap in gaps.gaps(self._gap_facts())
        ]

    def _gate_texts(self, gate):
        """What no longer holds at ``gate`` (``acceptance``, ``decision`` or ``certificate``)."""
        self.ensure_one()
        # sudo: the same facts count whoever asks, also those an officer may not read
        application = self.sudo()
        found = gaps.gaps_at(gate, application._gate_facts(gate))
        return [f"• {application._gap_text(gap)}" for gap in found]

    # -- facts ---------------------------------------------------------------------------------

    def _gap_facts(self):
        """Facts of this file, also of one that exists only in memory (a self-check)."""
        program = self.program_id.sudo()
        return gaps.Facts(
            today=self.env["brand.workday"]._today(),
            program_state=program.state,
            # A returned file is corrected within its own limit, also after the window
            window=gaps.Window()
            if self.state == "returned"
            else gaps.Window(program.window_from or None, program.window_to or None),
            standing=gaps.Standing(self._blacklisted_for(), self._cooling_until()),
            limit=gaps.Limit(program.per_applicant_limit or None, self._other_applications()),
            group_limit=gaps.Limit(
                program.per_group_limit or None,
                self._other_applications(self.partner_id.sudo()._family())
                if program.per_group_limit
                else 0,
            ),
            is_nominated=self._is_nominated(),
            item=self._item_facts(),
            fields=self._field_facts(),
            documents=self._document_facts(),
            standards=self._standard_facts(),
            is_declaration_accepted=self.declaration_accepted,
        )

    def _gate_facts(self, gate):
        """Facts that count at a gate; late gates are passed by hundreds of files at once, and ask
        for no more than they need."""
        if gate == "acceptance":
            return self._gap_facts()
        return gaps.Facts(
            today=self.env["brand.workday"]._today(),
            standing=gaps.Standing(self._blacklisted_for()),
            standards=self._standard_facts(),
        )

    def _standard_facts(self):
        return tuple(
            gaps.Standard(s.number, s.state, s.usable_until or None)
            for s in self.sudo().standard_ids
        )

    def _field_facts(self):
        labels = self.fields_get(REQUIRED_FIELDS, ["string"])
        partner, product = self.partner_id.sudo(), self.product_id.sudo()
        is_mark_required = self.program_id.sudo().require_trademark
        mark = self.env._("Trademark and its registration number")
        return (
            gaps.Field(
                "uscc",
                self.env._("Unified social credit code"),
                bool(partner.uscc or partner.foreign_id),
                check="enterprise",
            ),
            gaps.Field(
                "district_id",
                self.env._("District"),
                bool(partner.brand_district_id),
                check="enterprise",
            ),
            gaps.Field(
                "trademark",
                mark,
                bool(product.trademark and product.trademark_no),
                is_mark_required,
                check="trademark",
            ),
            *(gaps.Field(n, labels[n]["string"], bool(self[n])) for n in REQUIRED_FIELDS),
        )

    def _document_facts(self):
        if self._origin:
            return tuple(
                gaps.Document(f"document_{d.id}", d.name, int(bool(d.sha256)), d.sudo().required)
                for d in self.document_ids
            )
        return tuple(
            gaps.Document(f"document_type_{kind.id}", kind.name, 0, kind.required)
            for kind in self.program_id.sudo().document_type_ids
        )

    def _blacklisted_for(self):
        """Why the enterprise, or one it lives on in, is blacklisted today; None: it is not."""
        today = self.env["brand.workday"]._today()
        partner = self.partner_id.sudo()
        return partner._credit_words(today) or None if partner else None

    def _cooling_until(self):
        """Last day of the cool-down after a withdrawn certificate of the scheme, or None."""
        if not self.partner_id:
            return None
        program = self.program_id.sudo()
        withdrawn = self.env["brand.certificate"]._cool_down_of(self.partner_id, program)
        return withdrawn.reapply_from - timedelta(days=1) if withdrawn else None

    def _item_facts(self):
        product, program = self.product_id.sudo(), self.program_id.sudo()
        if not product:
            return gaps.Item()
        kinds = dict(product._fields["kind"]._description_selection(self.env))
        today = self.env["brand.workday"]._today()
        running = product.certificate_ids.filtered(
            lambda c: (
                c.state in ("valid", "suspended")
                and c.date_end >= today
                and c.program_id.code == program.code
                and c.application_id != self._origin
            )
        ).sorted("date_end")[-1:]
        rival = product.application_ids.filtered(
            lambda a: (
                a.program_id == program
                and a.state not in ("rejected", "withdrawn")
                and a != self._origin
            )
        )[:1]
        return gaps.Item(
            kind=kinds[product.kind],
            is_kind_covered=product.kind in program._kinds(),
            rival=rival.name or None,
            certificate=running.number or None,
            certified_until=running.date_end or None,
            renewable_from=running.date_end - relativedelta(months=program.renewal_months)
            if running
            else None,
        )

    def _other_applications(self, enterprises=None):
        """How many other applications of this enterprise (or of these) stand in the programme."""
        enterprises = self.partner_id if enterprises is None else enterprises
        program = self.program_id.sudo()
        domain = [
            ("partner_id", "in", enterprises.ids),
            ("program_id", "=", program.id),
            ("state", "not in", ("draft", "rejected", "withdrawn")),
            ("id", "!=", self._origin.id),
        ]
        if program.limit_scope == "window" and program.window_from:
            domain.append(("submitted_on", ">=", workdays.start_of_day(program.window_from)))
        return self.sudo().search_count(domain)

    def _is_nominated(self):
        """Hook: whether the enterprise may apply where it must be nominated first."""
        return True

    # -- words ---------------------------------------------------------------------------------

    def _gap_text(self, gap):
        _ = self.env._
        texts = {
            "program_not_open": _("The programme is not open."),
            "window_not_yet_open": _("Applications are taken from %(opens)s on."),
            "window_closed": _("Applications were taken until %(closed)s."),
            "blacklisted": _("The enterprise is blacklisted: %(reason)s"),
            "cooling_down": _(
                "A certificate was withdrawn as a sanction: no application until %(until)s."
            ),
            "limit_reached": _(
                "Each enterprise may have %(allowed)s items; it has %(used)s already."
            ),
            "group_limit_reached": _(
                "Each group may have %(allowed)s items; enterprises of this one have %(used)s already."
            ),
            "not_nominated": _(
                "The enterprise has not been nominated by its district or department."
            ),
            "kind_not_covered": _("The programme does not certify this kind: %(kind)s."),
            "already_applied": _("The product is in application %(reference)s already."),
            "already_certified": _(
                "The product holds certificate %(number)s, valid until %(until)s; renewal opens later."
            ),
            "field_missing": _("“%(label)s” is empty."),
            "document_missing": _("The document “%(label)s” is missing."),
            "document_expired": _("The document “%(label)s” was valid until %(valid_until)s."),
            "standard_missing": _("Name the standard that the product is certified against."),
            "standard_not_published": _("The standard %(number)s is not published."),
            "declaration_missing": _("The self-declaration has not been given."),
        }
        day = self.env["brand.portal"]._long_date
        params = {key: day(v) if isinstance(v, date) else v for key, v in gap.params.items()}
        return texts[gap.code] % params
